import type { Context } from '../../context.ts';
import { Failure } from '../../failure.ts';
import { toDocument } from '../../output/documents.ts';
import { refusalFailure } from '../../results.ts';
import { type TargetFlags, targetName, targetsOf } from './targets.ts';

const NAMED_MAX = 10;

/** All or none. What is paused besides is named, since it goes on holding its jobs. */
export function resume(context: Context, options: TargetFlags, jobs: string[]): void {
  const targets = targetsOf(context, options, jobs);
  const result = context.commands().resume(targets, context.actor);
  const left = context
    .store()
    .pauses.list()
    .map((pause) => targetName(context, pause));
  const others = left.length === 0 ? undefined : `still paused: ${left.slice(0, NAMED_MAX).join(', ')}`;
  if (result.kind !== 'done') {
    const { kind, code, message } = refusalFailure(result);
    throw new Failure(kind, code, message, { hint: others ?? 'nothing is paused' });
  }
  const { lifted, woken } = result.value;
  if (others !== undefined) context.output.remark(others);
  const document = { lifted: toDocument(lifted), woken, still_paused: toDocument(context.store().pauses.list()) };
  context.output.answer(document, () => [
    `resumed ${lifted.map((pause) => targetName(context, pause)).join(', ')}${woken === 0 ? '' : `; ${woken} that waited may start`}`,
  ]);
}
