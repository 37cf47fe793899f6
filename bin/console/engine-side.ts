import { type Commands, createCommands } from '../../src/engine/commands.ts';
import { randomIds } from '../../src/engine/ports/ids.ts';
import { createProcesses, type Processes } from '../../src/engine/ports/processes.ts';
import type { Lease } from '../../src/store/nouns/lease.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { composeEngine, type EngineRoom, limitsOf } from '../compose.ts';
import type { Context } from '../context.ts';
import type { ConsoleFlags } from './flags.ts';

/** The part behind the screen: an engine of our own, or a connection beside somebody else's or nobody's. */
export type EngineSide = {
  store: Store;
  processes: Processes;
  commands: Commands;
  maxActiveRuns: number;
  /** Present while the engine runs in this process. */
  room?: EngineRoom;
  close(): void;
};

/** Runs the engine unless another process does, or the flags forbid it. */
export function openEngineSide(context: Context, flags: ConsoleFlags): EngineSide {
  if (flags.attach === true || flags.readOnly === true) return attach(context, flags);
  const room = composeEngine(context, 'console', flags);
  if (room.engine.start().kind === 'held') {
    room.close();
    return attach(context, flags);
  }
  return {
    store: room.store,
    processes: room.processes,
    commands: createCommands(room.store, {
      clock: context.clock,
      ids: randomIds,
      maxActiveRuns: room.maxActiveRuns,
      changed: room.engine.wake,
    }),
    maxActiveRuns: room.maxActiveRuns,
    room,
    close: room.close,
  };
}

function attach(context: Context, flags: ConsoleFlags): EngineSide {
  const store = openStore({ path: context.settings.dbPath, role: 'console' });
  const { maxActiveRuns } = limitsOf(context.settings, flags);
  return {
    store,
    processes: createProcesses(),
    commands: createCommands(store, { clock: context.clock, ids: randomIds, maxActiveRuns }),
    maxActiveRuns,
    close: store.close,
  };
}

/** Whether an engine lives, by what the console can see from here. */
export function holderOf(side: EngineSide, context: Context): Lease | undefined {
  const lease = side.store.lease.current();
  if (lease === undefined) return undefined;
  return lease.host !== context.host.hostname || context.host.isAlive(lease) ? lease : undefined;
}
