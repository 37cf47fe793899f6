import { type Commands, createCommands } from '../src/engine/commands.ts';
import { type Clock, systemClock } from '../src/engine/ports/clock.ts';
import { type Host, readHost } from '../src/engine/ports/host.ts';
import { randomIds } from '../src/engine/ports/ids.ts';
import type { Actor } from '../src/store/nouns/actor.ts';
import type { Lease } from '../src/store/nouns/lease.ts';
import { openStore, type Store } from '../src/store/store.ts';
import type { Settings } from './config/settings.ts';
import type { Output } from './output/output.ts';

/** What a command works with; the database is opened when it is first asked for. */
export type Context = {
  settings: Settings;
  output: Output;
  clock: Clock;
  host: Host;
  actor: Actor;
  store(): Store;
  commands(): Commands;
  close(): void;
};

export function createContext(settings: Settings, output: Output): Context {
  const host = readHost();
  let store: Store | undefined;
  let commands: Commands | undefined;
  const open = (): Store => {
    store ??= openStore({ path: settings.dbPath, role: 'command' });
    return store;
  };
  return {
    settings,
    output,
    clock: systemClock,
    host,
    actor: personAt(host, 'cli'),
    store: open,
    commands() {
      commands ??= createCommands(open(), { clock: systemClock, ids: randomIds });
      return commands;
    },
    close: () => store?.close(),
  };
}

export const personAt = (host: Host, via: 'cli' | 'console'): Actor => ({
  kind: 'person',
  name: host.user,
  via,
  ...(host.tty === undefined ? {} : { tty: host.tty }),
  ...(host.ssh === undefined ? {} : { ssh: host.ssh }),
});

/** After so long without a heartbeat an engine on another host is taken for gone. */
const SILENT_MS = 8_000;

/** Who runs an engine on this database now; a lease whose process is gone counts as nobody. */
export function liveEngine(context: Pick<Context, 'store' | 'host' | 'clock'>): Lease | undefined {
  const lease = context.store().lease.current();
  if (lease === undefined) return undefined;
  if (lease.host === context.host.hostname) return context.host.isAlive(lease) ? lease : undefined;
  return context.clock.now() - lease.heartbeatAt < SILENT_MS ? lease : undefined;
}
