import { answerAt } from '../../../src/engine/rules/why/answer-at.ts';
import type { WhyFacts } from '../../../src/engine/rules/why/facts.ts';
import { momentReads } from '../../../src/store/lookups/moment-reads.ts';
import type { Job } from '../../../src/store/nouns/job.ts';
import type { Context } from '../../context.ts';
import { usageFailure } from '../../failure.ts';
import { toDocument } from '../../output/documents.ts';

/** `why JOB --at TIME`: what was, is or will be the matter at one moment. */
export function explainAt(context: Context, job: Job, facts: WhyFacts, text: string): void {
  const read = momentReads(context.store().db);
  const answer = answerAt(facts, text, (span) => read(job.id, span));
  if (answer.kind === 'refused') {
    const hint = `a time without a zone is on the clocks of ${answer.zone}`;
    throw usageFailure('time', `--at not understood: ${answer.reason}`, { field: '--at', hint });
  }
  const { asked, said, zone } = answer;
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
