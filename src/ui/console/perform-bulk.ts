import { attempt } from '../attempt.ts';
import type { BulkOrder, BulkResult, BulkStep } from '../state/bulk.ts';
import { withoutVerb } from '../state/bulk.ts';
import { undosIn } from '../state/undo.ts';
import type { Core } from './core.ts';
import { databaseChanged } from './reading.ts';
import { runCommand } from './run-command.ts';

/** How it goes is told this often. */
const TELL_EVERY_MS = 100;
/** A step that only met somebody who was writing is tried again so soon, and so often. */
const BUSY_WAIT_MS = 100;
const BUSY_TRIES_MAX = 20;

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
  const turn = (at: number, tries = 1): void => {
    const step = order.steps[at];
    if (step === undefined || isCalledOff(core, order)) {
      tell(true);
      databaseChanged(core);
      return;
    }
    const result = runCommand(core.options, step.command);
    if (result.kind !== 'done' && result.code === 'database-busy' && tries < BUSY_TRIES_MAX) {
      core.timers.after('bulk', BUSY_WAIT_MS, () => turn(at, tries + 1));
      return;
    }
    fresh.push(resultOf({ ...step, name: nameOf(core, step) }, result));
    if (clock.monotonic() - told >= TELL_EVERY_MS) tell(false);
    core.timers.after('bulk', 0, () => turn(at + 1));
  };
  core.queue.push({ type: 'bulk-begun', order, at: clock.now() });
  core.timers.after('bulk', 0, () => turn(0));
}

/** An alert that was folded under another one was marked with the title of that one. */
function nameOf({ options }: Core, { name, command }: BulkStep): string {
  if (command.kind !== 'acknowledge' && command.kind !== 'reopen') return name;
  // What was done is told also where its own title cannot be read just now.
  const own = attempt(() => options.snapshots.marked({ kind: 'alert', id: command.alertId }));
  return (own.kind === 'ok' ? own.value?.name : undefined) ?? name;
}

function resultOf({ key, name }: BulkStep, result: ReturnType<typeof runCommand>): BulkResult {
  if (result.kind === 'done') return { key, name, end: { kind: 'done', undos: undosIn(result.value) } };
  return { key, name, end: { kind: 'not', because: withoutVerb(result.message) } };
}

/** Esc on its sheet leaves what was not done yet as it is. */
const isCalledOff = ({ model }: Core, { serial, isAsked }: BulkOrder): boolean =>
  isAsked === true && model.view().sheet?.serial !== serial;
