import { statSync } from 'node:fs';
import { type Commands, createCommands } from '../src/engine/commands.ts';
import { isHere } from '../src/engine/lease.ts';
import { type Clock, systemClock } from '../src/engine/ports/clock.ts';
import { type Host, readHost } from '../src/engine/ports/host.ts';
import { randomIds } from '../src/engine/ports/ids.ts';
import { makeBackup } from '../src/store/backup/make-backup.ts';
import type { Upgrade } from '../src/store/migrate.ts';
import type { Actor } from '../src/store/nouns/actor.ts';
import type { Lease } from '../src/store/nouns/lease.ts';
import { openStore, type Store } from '../src/store/store.ts';
import { type Settings, selfApprovalOf } from './config/settings.ts';
import { openCopyOnReadOnlyDisk } from './copy-of-database.ts';
import { bytesText } from './output/bytes.ts';
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
  const upgrade = upgradeOf({ settings, host, clock: systemClock, output });
  const openAt = (path: string): Store => openStore({ path, role: 'command', upgrade });
  const open = (): Store => {
    store ??= openOrCopy(settings.dbPath, openAt, output);
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
      commands ??= createCommands(open(), {
        clock: systemClock,
        ids: randomIds,
        selfApproval: () => selfApprovalOf(settings),
        ...(output.format === 'json' ? {} : { clocks: { zone: host.timeZone } }),
      });
      return commands;
    },
    close: () => store?.close(),
  };
}

function openOrCopy(path: string, openAt: (path: string) => Store, output: Output): Store {
  try {
    return openAt(path);
  } catch (error) {
    const copy = openCopyOnReadOnlyDisk(path, error, openAt);
    if (copy === undefined) throw error;
    output.remark(`the disk of ${path} is read-only: this is read from a copy, and nothing can be changed`);
    return copy;
  }
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
  return lease !== undefined && isLive(lease, context) ? lease : undefined;
}

/** Of a process on another host only its heartbeat can tell. */
export const isLive = (lease: Lease, { host, clock }: Pick<Context, 'host' | 'clock'>): boolean =>
  isHere(lease, host) ? host.isAlive(lease) : clock.now() - lease.heartbeatAt < SILENT_MS;

/** How a database of an earlier version is brought to this one: not under a live engine, and after a backup. */
export const upgradeOf = (context: Pick<Context, 'settings' | 'host' | 'clock' | 'output'>): Upgrade => ({
  isHeld: (lease) => isLive(lease, context),
  keep(db) {
    const { dbPath, backupsDir } = context.settings;
    // Before it begins: a database of years takes a minute, and whoever waits should know for what.
    context.output.remark(
      `the database is of an earlier version (${bytesText(statSync(dbPath).size)}): a backup is made of it first, then it is brought to this one`,
    );
    makeBackup(db, dbPath, backupsDir, context.clock.now());
  },
});
