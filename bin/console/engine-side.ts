import { type Commands, createCommands } from '../../src/engine/commands.ts';
import { isHere } from '../../src/engine/lease.ts';
import { randomIds } from '../../src/engine/ports/ids.ts';
import { createProcesses, type Processes } from '../../src/engine/ports/processes.ts';
import { endsWithEngine } from '../../src/engine/rules/engine-exit.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import type { CommandResult } from '../../src/ui/console-commands.ts';
import type { EngineFacts, EngineNews } from '../../src/ui/console-options.ts';
import { type EngineRoom, elsewhereFailure, limitsOf, refuseNetworkHome } from '../compose.ts';
import type { Config } from '../config/config-schema.ts';
import { selfApprovalOf } from '../config/settings.ts';
import { type Context, upgradeOf } from '../context.ts';
import { createEngineSeat } from './engine-seat.ts';
import type { ConsoleFlags } from './flags.ts';

/** The part behind the screen: a connection of the console's own, and the engine while it runs in this process. */
export type EngineSide = {
  store: Store;
  processes: Processes;
  commands: Commands;
  maxActiveRuns: number;
  graceMs: number;
  /** Present while the engine runs in this process. */
  room(): EngineRoom | undefined;
  facts(): EngineFacts;
  /** The live runs that are stopped with the engine. */
  endWithEngine(): ReadonlySet<number>;
  onNews(listener: (news: EngineNews) => void): () => void;
  tell(news: EngineNews): void;
  takeOver(): CommandResult<unknown>;
  /** The terminal is gone: from here on the engine is all there is, and without it the process ends. */
  becomeHeadless(ended: () => void): void;
  /** Whether who started a run may approve it, by the configuration as it is now. */
  selfApproval(): 'allowed' | 'forbidden';
  /** It was written anew while the console is open. */
  takeConfig(config: Config): void;
  close(): void;
};

/** Runs the engine unless another process does, or the flags forbid it; whoever runs it may change later. */
export function openEngineSide(context: Context, flags: ConsoleFlags, begin: 'start' | 'wait' = 'start'): EngineSide {
  const { settings, clock } = context;
  refuseNetworkHome(settings);
  const store = openStore({ path: settings.dbPath, role: 'console', upgrade: upgradeOf(context) });
  refuseOtherMachine(context, store);
  const { maxActiveRuns, graceMs } = limitsOf(settings, flags);
  let { config } = settings;
  const selfApproval = () => selfApprovalOf({ config });
  const seat = createEngineSeat(context, store, flags);
  seat.open(begin);
  return {
    store,
    processes: createProcesses(),
    commands: createCommands(store, {
      clock,
      ids: randomIds,
      maxActiveRuns,
      selfApproval,
      clocks: { zone: context.host.timeZone, dates: 'near' },
      gateway: () => seat.room()?.engine.gateway(),
      changed: () => seat.room()?.engine.wake(),
    }),
    maxActiveRuns,
    graceMs,
    selfApproval,
    takeConfig(fresh) {
      config = fresh;
    },
    room: seat.room,
    facts: seat.facts,
    endWithEngine: () =>
      new Set(
        store.runs
          .active()
          .filter((run) => endsWithEngine(store.jobs.get(run.jobId)))
          .map(({ id }) => id),
      ),
    onNews: seat.onNews,
    tell: seat.tell,
    takeOver: seat.takeOver,
    becomeHeadless: seat.becomeHeadless,
    close() {
      seat.close();
      store.close();
    },
  };
}

/** How old a heartbeat on another machine may look, given that its clock is not ours. */
const ELSEWHERE_MS = 60_000;

function refuseOtherMachine({ host, clock }: Context, store: Store): void {
  const lease = store.lease.current();
  if (lease === undefined || isHere(lease, host)) return;
  if (Math.abs(clock.now() - lease.heartbeatAt) < ELSEWHERE_MS) throw elsewhereFailure(lease);
}
