import { changesAt } from '../state/arm.ts';
import type { Core } from './core.ts';
import { paint } from './frame.ts';
import { planDrafts } from './keep-drafts.ts';
import { watchSeen } from './sheet-seen.ts';
import { isLiveSheet } from './sheet-source.ts';

const LIVE_MS = 250;
/** So long a count that has changed is bold, once. */
const CHANGED_MS = 1_000;

/** Draws, and plans what comes by itself. */
export function show(core: Core): void {
  if (core.stopped) return;
  const { model, timers, options } = core;
  // What a terminal that stands still would not show is not worth the drawing.
  if (options.terminal.isBehind?.() !== true && !waitsForOutput(core)) draw(core);
  const { sheet, page } = model.view();
  const covered = sheet !== undefined ? changesAt(sheet, model.settleMs()) : undefined;
  const settleAt = covered ?? (page === undefined ? undefined : changesAt(page, model.settleMs()));
  if (settleAt === undefined) timers.cancel('settle');
  else timers.after('settle', settleAt - options.clock.monotonic(), () => passTime(core));
  planDrafts(core);
  watchSeen(core);
  if (model.hasChanged() && !timers.has('changed')) {
    timers.after('changed', CHANGED_MS, () => {
      model.forgetChanged();
      show(core);
    });
  }
  if (!model.hasLive()) timers.cancel('live');
  else if (!timers.has('live')) timers.after('live', LIVE_MS, () => whileLive(core));
}

export const draw = ({ frame, model, options }: Core): void => paint(frame, model.scene(), options.terminal.theme);

/** What was shown before stays for a moment, rather than lines that go again at once. */
const LATE_OUTPUT_MS = 60;

function waitsForOutput(core: Core): boolean {
  const { model, timers } = core;
  // A question is drawn at once: what asks the terminal about it is written behind it.
  if (model.view().sheet !== undefined || !model.awaitsOutput()) {
    timers.cancel('late-output');
    core.isOutputOverdue = false;
    return false;
  }
  if (core.isOutputOverdue) return false;
  if (!timers.has('late-output')) {
    timers.after('late-output', LATE_OUTPUT_MS, () => {
      core.isOutputOverdue = true;
      show(core);
    });
  }
  return true;
}

export function passTime({ dispatch, options: { clock } }: Core): void {
  dispatch({ type: 'tick', now: clock.monotonic(), at: clock.now() });
}

function whileLive(core: Core): void {
  const { model } = core;
  model.refreshLiveDetail();
  if (isLiveSheet(model.view().sheet)) core.perform(model.refreshSheet());
  passTime(core);
}
