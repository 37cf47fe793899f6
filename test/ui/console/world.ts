import { EventEmitter } from 'node:events';
import { createSnapshots } from '../../../src/store/snapshot.ts';
import { createController } from '../../../src/ui/console/controller.ts';
import type { CommandResult, ConsoleCommands } from '../../../src/ui/console-commands.ts';
import type { ConsoleOptions, TerminalReport, UiConfig } from '../../../src/ui/console-options.ts';
import { plainOf } from '../../../src/ui/layout/line.ts';
import { createTheme } from '../../../src/ui/theme/index.ts';
import { screenDatabase } from '../../support/screen-data.ts';

const START = Date.parse('2026-11-22T14:32:07Z');

type Timer = { at: number; fire: () => void };

/** A clock that stands still until it is told; timers fire in the order of their instants. */
export function virtualClock(start = START) {
  let elapsed = 0;
  let timers: Timer[] = [];
  return {
    now: () => start + elapsed,
    monotonic: () => elapsed,
    setTimer(delayMs: number, fire: () => void) {
      const timer = { at: elapsed + delayMs, fire };
      timers.push(timer);
      return () => {
        timers = timers.filter((other) => other !== timer);
      };
    },
    pass(ms: number) {
      const until = elapsed + ms;
      for (;;) {
        const next = timers.filter((timer) => timer.at <= until).sort((a, b) => a.at - b.at)[0];
        if (next === undefined) break;
        timers = timers.filter((timer) => timer !== next);
        elapsed = Math.max(elapsed, next.at);
        next.fire();
      }
      elapsed = until;
    },
  };
}

const refused = (): CommandResult<never> => ({
  kind: 'refused',
  code: 'not-in-this-test',
  message: 'not in this test',
});

/** The console on a real database, with a terminal and an engine that only write down what they are asked. */
export function aConsole(
  options: {
    columns?: number;
    rows?: number;
    commands?: Partial<ConsoleCommands>;
    readOnly?: boolean;
    keys?: UiConfig['keys'];
    terminal?: Partial<ConsoleOptions['terminal']>;
    drafts?: ConsoleOptions['drafts'];
    checks?: ConsoleOptions['checks'];
  } = {},
) {
  const world = screenDatabase();
  const clock = virtualClock();
  const changed = new Set<() => void>();
  const reports = new Set<(report: TerminalReport) => void>();
  const asked: (() => void)[] = [];
  const resized = new Set<() => void>();
  const configs = new Set<() => void>();
  const configured = { keys: options.keys ?? {} };
  const left: unknown[] = [];
  const counts = { dropped: 0, reads: 0, repaints: 0, suspensions: 0 };
  const terminal = { isBehind: false };
  const size = { columns: options.columns ?? 80, rows: options.rows ?? 24 };
  const stdout = Object.assign(new EventEmitter(), size) as unknown as NodeJS.WriteStream;
  const snapshots = createSnapshots(world.db);
  const given: ConsoleOptions = {
    snapshots: {
      ...snapshots,
      counters: (now) => {
        counts.reads += 1;
        return snapshots.counters(now);
      },
    },
    onDatabaseChange(listener) {
      changed.add(listener);
      return () => changed.delete(listener);
    },
    commands: {
      enableJob: refused,
      disableJob: refused,
      deleteJob: refused,
      runNow: refused,
      forecast: () => 'starts at once',
      forecastApproved: () => 'starts at once',
      cancelRun: refused,
      killRun: refused,
      approve: refused,
      reject: refused,
      sawApproval: () => {},
      acknowledgeAlert: refused,
      reopenAlert: refused,
      undo: refused,
      whyNotUndone: () => undefined,
      checkOverride: refused,
      rerunRun: refused,
      checkRerun: refused,
      cancelDispatch: refused,
      snoozeAlert: refused,
      pause: refused,
      resume: refused,
      ...options.commands,
    },
    actor: { kind: 'person', name: 'ops', via: 'console' },
    facts: {
      user: 'ops',
      host: 'db1',
      homeLabel: '~/.openclaw/tui',
      dbLabel: '~/.openclaw/tui/openclaw-tui.db',
      jobUser: 'jobs',
      maxActiveRuns: 8,
      version: '0.1.0',
      zone: 'UTC',
    },
    live: () => ({ engine: { kind: 'here', sinceAt: START } }),
    clock,
    terminal: {
      theme: createTheme({ name: 'dark', background: 'dark', depth: 'none', glyphs: 'unicode' }),
      multiplexer: false,
      stdin: new EventEmitter() as unknown as NodeJS.ReadStream,
      stdout,
      current: () => undefined,
      dropPending: () => {
        counts.dropped += 1;
      },
      onReport(listener) {
        reports.add(listener);
        return () => reports.delete(listener);
      },
      onResize(listener) {
        resized.add(listener);
        return () => resized.delete(listener);
      },
      requestStatus: (sent) => asked.push(sent) > 0,
      repaint: () => {
        counts.repaints += 1;
      },
      isBehind: () => terminal.isBehind,
      suspend: () => {
        counts.suspensions += 1;
      },
      ...options.terminal,
    },
    readOutput: () => undefined,
    processTree: () => [],
    calendarOf: () => undefined,
    readOnly: options.readOnly === true,
    ...(options.drafts === undefined ? {} : { drafts: options.drafts }),
    ...(options.checks === undefined ? {} : { checks: options.checks }),
    uiConfig: () => ({ columns: {}, keys: configured.keys }),
    onConfigChange(listener) {
      configs.add(listener);
      return () => configs.delete(listener);
    },
  };
  const controller = createController(given, (how) => left.push(how));
  return {
    db: world.db,
    clock,
    controller,
    options: given,
    counts,
    terminal,
    asked,
    left,
    reports,
    text: () => controller.frame.getState().lines.map(plainOf),
    key: (name: string, together = false) => controller.input({ kind: 'key', name, sequence: name, together }),
    type(...names: string[]) {
      for (const name of names) {
        clock.pass(200);
        controller.input({ kind: 'key', name, sequence: name, together: false });
      }
    },
    /** Another configuration was written. */
    configure(keys: UiConfig['keys']) {
      configured.keys = keys;
      for (const listener of configs) listener();
    },
    change: () => {
      for (const listener of changed) listener();
    },
    report: (report: TerminalReport) => {
      for (const listener of reports) listener(report);
    },
    resize(columns: number, rows: number) {
      Object.assign(stdout, { columns, rows });
      for (const listener of resized) listener();
    },
    end() {
      controller.stop();
      world.remove();
    },
  };
}
