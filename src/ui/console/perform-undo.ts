import type { Effect } from '../state/events.ts';
import type { UndoEntry } from '../state/undo.ts';
import type { Core } from './core.ts';
import { databaseChanged } from './reading.ts';

type UndoEffect = Extract<Effect, { kind: 'look-at-undos' | 'give-back' }>;

/** Looks at what could be taken back, or gives cron its line again. */
export function performUndo(core: Core, effect: UndoEffect): void {
  const { options, queue, model } = core;
  if (effect.kind === 'look-at-undos') {
    const entries = model.view().undos ?? [];
    const known = entries.flatMap((entry): [number, string][] => {
      const because = whyNot(core, entry);
      return because === undefined ? [] : [[entry.id, because]];
    });
    queue.push({ type: 'undos', whyNot: Object.fromEntries(known) });
    return;
  }
  const { jobId, undoId } = effect;
  void options.pages?.giveBackLine(jobId).then((result) => {
    core.dispatch({ type: 'given-back', undoId, result, at: options.clock.now() });
    databaseChanged(core);
  });
}

/** Of many changes the first that cannot be taken back says why, when none can. */
function whyNot({ options: { commands } }: Core, { how }: UndoEntry): string | undefined {
  if (how.kind === 'never') return how.because;
  if (how.kind !== 'commands') return undefined;
  const reasons = how.undos.map((undo) => commands.whyNotUndone(undo));
  return reasons.every((reason) => reason !== undefined) ? reasons[0] : undefined;
}
