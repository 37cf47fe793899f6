import type { TimerSource } from '../../ports/systemd-source.ts';
import { identityOf, type PlannedItem, RUN_TIMEOUT_LONGEST_MS } from '../planned.ts';
import { serviceFields } from './service.ts';
import { timerFields } from './timer.ts';
import { lastOf, readUnit } from './unit-text.ts';

export type SystemdContext = {
  user: string;
  home: string;
  machineZone: string;
  isZone(name: string): boolean;
};

/** The timers of a user: what becomes of each, and what cannot. */
export const planTimers = (sources: readonly TimerSource[], context: SystemdContext): PlannedItem[] =>
  sources.map((source) => planTimer(source, context));

function planTimer(source: TimerSource, context: SystemdContext): PlannedItem {
  const { timer: unit, serviceText } = source;
  const name = unit.replace(/\.timer$/, '');
  const refused = (reason: string): PlannedItem => ({ kind: 'refused', from: unit, name, reason });
  if (serviceText === undefined) return refused(`${source.service}, which it starts, is not there`);
  const timer = readUnit(source.timerText);
  const times = timerFields(timer, context);
  if ('refused' in times) return refused(times.refused);
  const service = readUnit(serviceText);
  const work = serviceFields(service, { ...context, unit: source.service });
  if ('refused' in work) return refused(work.refused);
  const description = lastOf(service, 'Unit.Description') ?? lastOf(timer, 'Unit.Description');
  const job = {
    name,
    ...(description === undefined ? {} : { description }),
    ...times.job,
    session_target: 'shell',
    run_timeout_ms: RUN_TIMEOUT_LONGEST_MS,
    ...work.job,
    overlap_policy: 'skip',
    delivery_mode: 'none',
    origin: 'systemd-timers',
  };
  const identity = identityOf(`systemd timers of ${context.user}`, unit);
  return { kind: 'job', identity, from: unit, job, notes: [...times.notes, ...work.notes] };
}
