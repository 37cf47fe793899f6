import type { BulkOrder, BulkResult, BulkStep } from '../state/bulk.ts';
import { withoutVerb } from '../state/bulk.ts';
import { undosIn } from '../state/undo.ts';
import type { Core } from './core.ts';
import { databaseChanged } from './reading.ts';
import { runCommand } from './run-command.ts';

/** How it goes is told this often. */
const TELL_EVERY_MS = 100;

/** One command a turn, so that keys and engine go on between them; what has come of them is told now and then, and at the end. */
export function performBulk(core: Core, order: BulkOrder): void {
  const { clock } = core.options;
  let told = clock.monotonic();
  let fresh: BulkResult[] = [];
  const tell = (isOver: boolean): void => {
    const results = fresh;
    fresh = [];
    told = clock.monotonic();
    core.dispatch({ type: 'bulk', serial: order.serial, results, isOver, at: clock.now(), now: told });
  };
  const turn = (at: number): void => {
    const step = order.steps[at];
    if (step === undefined || isCalledOff(core, order)) {
      tell(true);
      databaseChanged(core);
      return;
    }
    fresh.push(done(core, step));
    if (clock.monotonic() - told >= TELL_EVERY_MS) tell(false);
    core.timers.after('bulk', 0, () => turn(at + 1));
  };
  core.queue.push({ type: 'bulk-begun', order, at: clock.now() });
  core.timers.after('bulk', 0, () => turn(0));
}

function done({ options }: Core, { key, name, command }: BulkStep): BulkResult {
  const result = runCommand(options, command);
  if (result.kind === 'done') return { key, name, end: { kind: 'done', undos: undosIn(result.value) } };
  return { key, name, end: { kind: 'not', because: withoutVerb(result.message) } };
}

/** Esc on its sheet leaves what was not done yet as it is. */
const isCalledOff = ({ model }: Core, { serial, isAsked }: BulkOrder): boolean =>
  isAsked === true && model.view().sheet?.serial !== serial;
