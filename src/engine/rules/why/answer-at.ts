import type { JobDefinition } from '../../../store/nouns/job-fields.ts';
import type { MomentRecord } from '../../../store/nouns/why.ts';
import { type Asked, readAsked } from './asked.ts';
import type { WhyFacts } from './facts.ts';
import { explainMoment } from './moment.ts';
import type { MomentFacts, MomentSaid } from './moment-view.ts';
import { onClocks } from './words.ts';

/** `zone`: on whose clocks the time was read. */
export type AtAnswer =
  | { kind: 'ok'; asked: Asked; said: MomentSaid; zone: string }
  | { kind: 'refused'; reason: string; zone: string };

type ReadMoment = (span: { from: number; until: number }) => MomentRecord;

/** What was, is or will be the matter with a job at a time that somebody wrote, on the clocks of the job. */
export function answerAt(facts: WhyFacts, text: string, read: ReadMoment): AtAnswer {
  const zone = zoneOf(facts.record.job.definition, facts.zone);
  const reading = readAsked(text, zone, facts.now);
  if (reading.kind === 'refused') return { ...reading, zone };
  const { asked } = reading;
  const said = explainMoment({ ...facts, asked, moment: read(asked), traceAt: traceIn(read) });
  return { kind: 'ok', asked, said: { ...said, text: onClocks(said.text, facts) }, zone };
}

/** The zone whose clocks a job goes by. */
export const zoneOf = (
  { schedule_kind: kind, schedule_tz: own }: Pick<JobDefinition, 'schedule_kind' | 'schedule_tz'>,
  machineZone: string,
): string => (kind === 'cron' ? (own ?? machineZone) : machineZone);

const traceIn =
  (read: ReadMoment): MomentFacts['traceAt'] =>
  (slotAt) => {
    const { slots, slotRuns } = read({ from: slotAt, until: slotAt + 1 });
    const slot = slots[0];
    const run = slotRuns.find(({ id }) => id === slot?.runId);
    return slot === undefined ? undefined : { slot, ...(run === undefined ? {} : { run }) };
  };
