import { readAsked } from '../../../src/engine/rules/why/asked.ts';
import type { WhyFacts } from '../../../src/engine/rules/why/facts.ts';
import { explainMoment } from '../../../src/engine/rules/why/moment.ts';
import type { MomentFacts } from '../../../src/engine/rules/why/moment-view.ts';
import { momentReads } from '../../../src/store/lookups/moment-reads.ts';
import type { Job } from '../../../src/store/nouns/job.ts';
import type { Context } from '../../context.ts';
import { usageFailure } from '../../failure.ts';
import { toDocument } from '../../output/documents.ts';

/** `why JOB --at TIME`: what was, is or will be the matter at one moment. */
export function explainAt(context: Context, job: Job, facts: WhyFacts, text: string): void {
  const { schedule_kind: kind, schedule_tz: own } = job.definition;
  const zone = kind === 'cron' ? own : facts.zone;
  const reading = readAsked(text, zone, facts.now);
  if (reading.kind === 'refused') {
    const hint = `a time without a zone is on the clocks of ${zone}`;
    throw usageFailure('time', `--at not understood: ${reading.reason}`, { field: '--at', hint });
  }
  const { asked } = reading;
  const read = momentReads(context.store().db);
  const traceAt: MomentFacts['traceAt'] = (slotAt) => {
    const { slots, slotRuns } = read(job.id, { from: slotAt, until: slotAt + 1 });
    const slot = slots[0];
    const run = slotRuns.find(({ id }) => id === slot?.runId);
    return slot === undefined ? undefined : { slot, ...(run === undefined ? {} : { run }) };
  };
  const said = explainMoment({ ...facts, asked, moment: read(job.id, asked), traceAt });
  const again =
    asked.againAt === undefined
      ? []
      : [
          `The clocks of ${zone} show this time twice; this is the first. The second is ${new Date(asked.againAt).toISOString()}.`,
        ];
  const document = {
    job: { id: job.id, name: job.definition.name, enabled: job.enabled },
    asked: {
      from: new Date(asked.from).toISOString(),
      until: new Date(asked.until).toISOString(),
      zone,
      ...(asked.againAt === undefined ? {} : { again: new Date(asked.againAt).toISOString() }),
    },
    ...said,
    text: `${said.text}.`,
  };
  context.output.answer(toDocument(document), () => [
    `${said.text}.`,
    ...(said.remedy === undefined ? [] : [`  ${said.remedy}`]),
    ...again,
  ]);
}
