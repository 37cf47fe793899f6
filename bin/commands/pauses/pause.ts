import type { Context } from '../../context.ts';
import { toDocument } from '../../output/documents.ts';
import { doneValue } from '../../results.ts';
import { untilOf } from '../../until.ts';
import { pauseLine, remarkUnused, type TargetFlags, targetsOf } from './targets.ts';

type Options = TargetFlags & { until?: string; note?: string };

export function pause(context: Context, options: Options, jobs: string[]): void {
  const targets = targetsOf(context, options, jobs);
  const { note } = options;
  const until = options.until === undefined ? {} : { until: untilOf(context, options.until) };
  const how = { actor: context.actor, ...until, ...(note === undefined ? {} : { note }) };
  const { pauses } = doneValue(context.commands().pause(targets, how));
  remarkUnused(context, targets);
  context.output.answer({ pauses: toDocument(pauses) }, () =>
    pauses.map((each) => `paused ${pauseLine(context, each)}`),
  );
}
