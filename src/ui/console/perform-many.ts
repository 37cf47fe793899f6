import type { Effect } from '../state/events.ts';
import type { Core } from './core.ts';
import { performBulk } from './perform-bulk.ts';
import { markAll } from './perform-marks.ts';
import { performUndo } from './perform-undo.ts';

type ManyEffect = Extract<Effect, { kind: 'bulk' | 'mark-all' | 'look-at-undos' | 'give-back' }>;

/** What marks, many commands at once and the taking back of them ask of the outside. */
export function performMany(core: Core, effect: ManyEffect): void {
  switch (effect.kind) {
    case 'bulk':
      performBulk(core, effect.order);
      return;
    case 'mark-all':
      markAll(core, effect.list);
      return;
    case 'look-at-undos':
    case 'give-back':
      performUndo(core, effect);
  }
}
