import type { Context } from '../../context.ts';
import { Failure } from '../../failure.ts';
import { toDocument } from '../../output/documents.ts';
import { pairLines } from '../../output/pairs.ts';
import { relativeText } from '../../output/times.ts';
import { doneValue } from '../../results.ts';

export function checkKey(context: Context, _options: object, wanted: string): void {
  const key = keyOf(context, wanted);
  const entry = context.store().ledger.get(key);
  if (entry === undefined) throw missing(key);
  const now = context.clock.now();
  const isOver = entry.expiresAt <= now;
  context.output.answer(toDocument({ ...entry, over: isOver }), () =>
    pairLines([
      ['key', entry.key],
      ['state', isOver ? `${entry.state}, but its time is over` : entry.state],
      ['run', entry.runId === undefined ? undefined : String(entry.runId)],
      ['claimed', relativeText(entry.claimedAt, now)],
      ['over', relativeText(entry.expiresAt, now)],
    ]),
  );
}

export function releaseKey(context: Context, _options: object, wanted: string): void {
  const key = keyOf(context, wanted);
  if (context.store().ledger.get(key) === undefined) throw missing(key);
  const released = doneValue(context.commands().releaseKey(key, context.actor));
  context.output.answer(released, () => [`released ${key}: the same occasion may run once more`]);
}

/** A number is a run: its dispatch knows the occasion. */
function keyOf(context: Context, wanted: string): string {
  const { runs, dispatches } = context.store();
  const run = /^[1-9]\d{0,14}$/.test(wanted) ? runs.get(Number(wanted)) : undefined;
  return (run === undefined ? undefined : dispatches.get(run.dispatchId)?.occasionKey) ?? wanted;
}

const missing = (key: string): Failure =>
  new Failure('not-found', 'key-not-found', `no key ${key}`, { hint: 'idem status shows the newest' });
