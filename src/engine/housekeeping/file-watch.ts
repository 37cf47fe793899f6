import type { Core } from '../core.ts';

const LOOK_EVERY_MS = 1_000;

/**
 * A restore waits until no engine lives, but a person can move any file. What this engine wrote from then on would be
 * nowhere, and another one may begin on the new file: so it stands down.
 */
export function createFileWatch(core: Core, lost: () => void): { start(): void; stop(): void } {
  const { store, clock, log } = core.options;
  let cancel: (() => void) | undefined;

  const look = (): void => {
    cancel = clock.setTimer(LOOK_EVERY_MS, look);
    if (!store.replaced()) return;
    const text = `another file was put in the place of ${store.path}: nothing is started or written here any more`;
    log.error({}, text);
    core.emit({ kind: 'engine-error', error: text });
    lost();
  };
  return {
    start(): void {
      cancel ??= clock.setTimer(LOOK_EVERY_MS, look);
    },
    stop(): void {
      cancel?.();
      cancel = undefined;
    },
  };
}
