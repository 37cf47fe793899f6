import type { Core } from './core.ts';
import { isReady } from './ports/gateway.ts';

/** D-12. What was put off for the gateway looks again as soon as it is there, without anybody asking in between. */
export function createGatewayWatch(core: Core, wake: () => void): { start(): void; stop(): void } {
  const { gateway, store, clock } = core.options;
  let stop: (() => void) | undefined;
  return {
    start() {
      stop ??= gateway.onReadiness((readiness) => {
        core.emit({ kind: 'gateway', state: readiness.state, detail: readiness.detail });
        if (isReady(readiness)) core.write(() => store.dispatches.gatewayIsThere(clock.now()), wake);
      });
    },
    stop() {
      stop?.();
      stop = undefined;
    },
  };
}
