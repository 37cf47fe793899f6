import type { JobField } from '../../../store/nouns/job-fields.ts';
import { cronKeyword } from '../schedule/index.ts';

/** Fields as written, before anything is known about them. */
export type RawFields = Readonly<Record<string, unknown>>;

/** What other schedulers store on a child in place of no schedule: a day that never comes. */
export const NO_SCHEDULE = '0 0 31 2 *';

/** Takes out what means nothing: null, the sentinel of a child, `@manual`, a delay of nothing. */
export function prepareFields(input: RawFields): RawFields {
  const given = Object.fromEntries(Object.entries(input).filter(([, value]) => value !== null && value !== undefined));
  const cron = typeof given.schedule_cron === 'string' ? given.schedule_cron.trim() : undefined;
  if (cron === undefined) return withoutIdleDelay(given);
  const meansNone = given.parent_id === undefined ? isManual(cron) : isManual(cron) || isSentinel(cron);
  return withoutIdleDelay(
    meansNone ? without(given, ['schedule_cron', 'schedule_kind']) : { ...given, schedule_cron: cron },
  );
}

/** The same fields without these. */
export function without(fields: RawFields, names: readonly JobField[]): RawFields {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !names.some((other) => other === name)));
}

const isManual = (cron: string) => cronKeyword(cron).kind === 'manual';

/** Whether an expression is the sentinel of other schedulers. */
export const isSentinel = (cron: string) => cron.split(/\s+/).join(' ') === NO_SCHEDULE;

// Stored rows of other schedulers carry a delay of 0 on jobs without a parent.
const withoutIdleDelay = (fields: RawFields) =>
  fields.parent_id === undefined && fields.trigger_delay_s === 0 ? without(fields, ['trigger_delay_s']) : fields;
