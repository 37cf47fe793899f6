import { type Core, sizeOf } from './core.ts';

/** A window whose size rests for so long is drawn anew. */
export const REPAINT_AFTER_MS = 30;
/** Who goes on dragging its corner sees every so often what becomes of it; keys and the engine have the time between. */
export const REPAINT_WHILE_MS = 120;

/** Takes each size at once, so that no key counts for a screen that is gone, and draws once for many of them. */
export function watchSize(core: Core): void {
  const { options, timers } = core;
  const repaint = (): void => {
    timers.cancel('repaint');
    timers.cancel('repaint-while');
    options.terminal.repaint?.();
  };
  core.stops.push(
    options.terminal.onResize(() => {
      core.dispatch({ type: 'resize', size: sizeOf(options) });
      timers.after('repaint', REPAINT_AFTER_MS, repaint);
      if (!timers.has('repaint-while')) timers.after('repaint-while', REPAINT_WHILE_MS, repaint);
    }),
  );
}
