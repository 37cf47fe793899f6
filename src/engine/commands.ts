import type { Store } from '../store/store.ts';
import { alertCommands } from './commands/alert-commands.ts';
import { aliasCommands } from './commands/alias-commands.ts';
import { approvalCommands } from './commands/approval-commands.ts';
import { forecastCommands } from './commands/forecast-commands.ts';
import { jobCommands } from './commands/job-commands.ts';
import { jobSwitches } from './commands/job-switches.ts';
import { ledgerCommands } from './commands/ledger-commands.ts';
import { outboxCommands } from './commands/outbox-commands.ts';
import { pauseCommands } from './commands/pause-commands.ts';
import { poolCommands } from './commands/pool-commands.ts';
import { queueCommands } from './commands/queue-commands.ts';
import { rerunCommands } from './commands/rerun-commands.ts';
import { runCommands } from './commands/run-commands.ts';
import { undoCommands } from './commands/undo-commands.ts';
import type { Clock } from './ports/clock.ts';
import type { Readiness } from './ports/gateway.ts';
import type { Ids } from './ports/ids.ts';
import type { Reader } from './rules/why/words.ts';

export type { Decision } from './commands/approval-commands.ts';
export type { AddOptions, ImportAnswer, ImportedJob } from './commands/job-commands.ts';
export { EVERYTHING, type PauseTarget } from './commands/pause-commands.ts';
export type { Done, Refusal, Result } from './commands/result.ts';
export type { Undo } from './rules/undo.ts';

export type CommandPorts = {
  clock: Pick<Clock, 'now'>;
  ids: Ids;
  /** What a forecast needs to know of the engine; 8 unless said otherwise. */
  maxActiveRuns?: number;
  /** Whether who started a run may approve it; they may unless said otherwise. */
  selfApproval?: () => 'allowed' | 'forbidden';
  /** How it stands with the gateway, where the engine runs in this process; otherwise nobody here knows. */
  gateway?: () => Readiness | undefined;
  /** On whose clocks a refusal tells of times; without them it tells whole instants, as JSON does. */
  clocks?: Omit<Reader, 'now'>;
  /** Called after a command has changed something, for an engine in the same process. */
  changed?: () => void;
};

export type Commands = ReturnType<typeof createCommands>;

/** What a person may do. Each is one transaction that any process may make beside a live engine. */
export function createCommands(store: Store, ports: CommandPorts) {
  return {
    ...jobCommands(store, ports),
    ...jobSwitches(store, ports),
    ...runCommands(store, ports),
    ...forecastCommands(store, ports),
    ...rerunCommands(store, ports),
    ...approvalCommands(store, ports),
    ...alertCommands(store, ports),
    ...aliasCommands(store, ports),
    ...outboxCommands(store, ports),
    ...poolCommands(store, ports),
    ...pauseCommands(store, ports),
    ...queueCommands(store, ports),
    ...ledgerCommands(store, ports),
    ...undoCommands(store, ports),
  };
}
