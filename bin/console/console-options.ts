import { calendarsOf } from '../../src/engine/dispatch/calendars.ts';
import { nearestName } from '../../src/engine/rules/job/nearest-name.ts';
import { openReader, type Reader } from '../../src/store/reader.ts';
import { createSnapshots } from '../../src/store/snapshot.ts';
import type { ConsoleOptions, ConsoleTerminal } from '../../src/ui/console-options.ts';
import { formatClock } from '../../src/ui/format/index.ts';
import { type Context, personAt } from '../context.ts';
import { usageFailure } from '../failure.ts';
import { logPath } from '../fault-log.ts';
import { createKeeping } from './clipboard.ts';
import { watchChanges } from './database-changes.ts';
import { openDraftsFile } from './drafts-file.ts';
import type { EngineSide } from './engine-side.ts';
import { consoleFacts } from './facts.ts';
import type { LiveConfig } from './live-config.ts';
import { createLogLines } from './log-lines.ts';
import { openLooksFile } from './looks-file.ts';
import { machineChecks } from './machine-checks.ts';
import type { OutputPages } from './output-pages.ts';
import { outputPorts } from './output-ports.ts';
import { createPagePorts } from './page-ports.ts';
import { createPager } from './pager.ts';

const SCREENS = ['due', 'runs', 'approvals', 'alerts', 'jobs', 'activity'] as const;

/** All that the screen is given, and how to let go of it. */
export function consoleOptions(
  context: Context,
  side: EngineSide,
  terminal: ConsoleTerminal,
  wanted: {
    screen: ConsoleOptions['screen'];
    readOnly: boolean;
    config: Pick<LiveConfig, 'ui' | 'onChange'>;
    around: Around;
    /** When this person's line dropped, where it did. */
    leftAt?: number;
  },
): { options: ConsoleOptions; reader: Reader; close(): void } {
  const { settings, clock, host } = context;
  const actor = personAt(host, 'console');
  const reader = openReader(settings.dbPath);
  const changes = watchChanges(settings.dbPath, clock, reader);
  const facts = consoleFacts(host, settings, side);
  const snapshots = createSnapshots(reader.db);
  const printed = outputPorts(context, side, changes.announce);
  const options: ConsoleOptions = {
    looks: looksFor(context, side),
    ...(wanted.readOnly ? {} : { drafts: openDraftsFile(context) }),
    snapshots,
    onDatabaseChange: changes.subscribe,
    commands: side.commands,
    actor,
    facts,
    live: () => ({ engine: side.facts() }),
    clock,
    terminal,
    ...printed,
    ...sideDoors(context, printed.outputs, wanted),
    readLog: createLogLines(logPath(settings)),
    ...(wanted.leftAt === undefined ? {} : { leftAt: wanted.leftAt }),
    calendarOf: calendarsOf(side.store),
    pages: createPagePorts({ host, store: side.store, commands: side.commands, snapshots, actor, clock }),
    checks: () => machineChecks(host, { settings, facts, jobCount: side.store.jobs.count() }),
    nextMissed: () => missedText(snapshots.counters(clock.now()).next, clock.now(), host.timeZone),
    canDetach: true,
    endWithEngine: side.endWithEngine,
    takeOver: side.takeOver,
    onNews: side.onNews,
    uiConfig: wanted.config.ui,
    onConfigChange: wanted.config.onChange,
    ...(wanted.screen === undefined ? {} : { screen: wanted.screen }),
    readOnly: wanted.readOnly,
  };
  return {
    options,
    reader,
    close() {
      printed.outputs.close();
      changes.stop();
      reader.close();
    },
  };
}

/** What else is done with the terminal: it is lent, and sequences are written beside the frames. */
export type Around = { lend(work: () => Promise<void>): Promise<void>; write(sequence: string): boolean };

/** What leads out of the console; read-only only the clipboard does. */
function sideDoors(
  { host, settings, clock }: Context,
  outputs: OutputPages,
  { readOnly, around }: { readOnly: boolean; around: Around },
): Pick<ConsoleOptions, 'page' | 'keeping'> {
  const { env } = host;
  return {
    keeping: createKeeping({ env, home: settings.home, readOnly, now: clock.now, write: around.write }),
    ...(readOnly ? {} : { page: createPager({ env, lines: outputs.lines, lend: around.lend }) }),
  };
}

function looksFor(context: Context, side: EngineSide): NonNullable<ConsoleOptions['looks']> {
  const file = openLooksFile(context);
  const found = file.read();
  if (found.kind === 'damaged')
    side.tell({ tone: 'bad', mark: '!', text: `looks are the usual ones: ${found.path} is damaged` });
  return { last: found.kind === 'looks' ? found.looks : undefined, keep: file.save };
}

/** `backup-pg at 02:30`. */
export const missedText = (
  next: { name: string; at: number } | undefined,
  now: number,
  zone: string,
): string | undefined =>
  next === undefined ? undefined : `${next.name} at ${formatClock(next.at, now, zone, 'minutes')}`;

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
