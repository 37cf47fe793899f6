import { pageSettlesAt } from '../page/page-arming.ts';
import { settlesAt } from '../state/arming.ts';
import type { Core } from './core.ts';
import { paint } from './frame.ts';

const LIVE_MS = 250;

/** Draws, and plans what comes by itself. */
export function show(core: Core): void {
  if (core.stopped) return;
  const { model, timers, options } = core;
  // What a terminal that stands still would not show is not worth the drawing.
  if (options.terminal.isBehind?.() !== true) paint(core.frame, model.scene(), options.terminal.theme);
  const { sheet, page } = model.view();
  const covered = sheet !== undefined ? settlesAt(sheet, model.settleMs()) : undefined;
  const settleAt = covered ?? (page === undefined ? undefined : pageSettlesAt(page, model.settleMs()));
  if (settleAt === undefined) timers.cancel('settle');
  else timers.after('settle', settleAt - options.clock.monotonic(), () => passTime(core));
  if (!model.hasLive()) timers.cancel('live');
  else if (!timers.has('live')) timers.after('live', LIVE_MS, () => whileLive(core));
}

export function passTime({ dispatch, options: { clock } }: Core): void {
  dispatch({ type: 'tick', now: clock.monotonic(), at: clock.now() });
}

function whileLive(core: Core): void {
  const { model } = core;
  model.refreshLiveDetail();
  if (model.view().sheet?.item.kind === 'cancel-run') core.perform(model.refreshSheet());
  passTime(core);
}
