import { nearestName } from '../../src/engine/rules/job/nearest-name.ts';
import { openReader } from '../../src/store/reader.ts';
import { createSnapshots } from '../../src/store/snapshot.ts';
import type { ConsoleOptions, ConsoleTerminal } from '../../src/ui/console-options.ts';
import { type Context, personAt } from '../context.ts';
import { usageFailure } from '../failure.ts';
import { crontabOffer } from './crontab-offer.ts';
import { watchChanges } from './database-changes.ts';
import { type EngineSide, holderOf } from './engine-side.ts';
import { consoleFacts, engineFacts, nextFires } from './facts.ts';
import { createOutputViews } from './output-views.ts';

const SCREENS = ['due', 'runs', 'approvals', 'alerts', 'jobs', 'activity'] as const;

/** All that the screen is given, and how to let go of it. */
export function consoleOptions(
  context: Context,
  side: EngineSide,
  terminal: ConsoleTerminal,
  wanted: { screen: ConsoleOptions['screen']; readOnly: boolean },
): { options: ConsoleOptions; close(): void } {
  const { settings, clock, host } = context;
  const actor = personAt(host, 'console');
  const reader = openReader(settings.dbPath);
  const changes = watchChanges(settings.dbPath, clock, reader);
  const options: ConsoleOptions = {
    snapshots: createSnapshots(reader.db),
    onDatabaseChange: changes.subscribe,
    commands: side.commands,
    actor,
    facts: consoleFacts(host, settings, side.maxActiveRuns),
    live: () => ({ engine: engineFacts(holderOf(side, context), host.pid) }),
    clock,
    terminal,
    readOutput: createOutputViews({
      runsDir: settings.runsDir,
      stored: side.store.runs.output,
      loaded: changes.announce,
    }),
    processTree(runId) {
      const pid = side.store.runs.get(runId)?.pid;
      return pid === undefined ? [] : side.processes.tree(pid);
    },
    nextFires,
    crontab: () => crontabOffer(host, side.commands, actor),
    ...(wanted.screen === undefined ? {} : { screen: wanted.screen }),
    readOnly: wanted.readOnly,
  };
  return {
    options,
    close() {
      changes.stop();
      reader.close();
    },
  };
}

/** The panel to begin with; throws a usage failure for one that does not exist. */
export function screenOf(name: string | undefined): ConsoleOptions['screen'] {
  if (name === undefined) return undefined;
  const known = SCREENS.find((each) => each === name);
  if (known !== undefined) return known;
  const near = nearestName(name, SCREENS);
  throw usageFailure('unknown-screen', `no screen called ${name}`, {
    field: '--screen',
    hint: near === undefined ? `one of ${SCREENS.join(', ')}` : `${near}?`,
  });
}
