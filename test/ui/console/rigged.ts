// A console with all there is to decide about: bytes go in through the real input shim, on a real database.
import { Buffer } from 'node:buffer';
import { EventEmitter } from 'node:events';
import { onTestFinished } from 'vitest';
import type { ConsoleCommands } from '../../../src/ui/console-commands.ts';
import type { Reply } from '../../../src/ui/terminal/input-events.ts';
import { createInputShim, type InputSource } from '../../../src/ui/terminal/input-shim.ts';
import {
  alertValues,
  approvalValues,
  dispatchValues,
  insert,
  jobValues,
  runValues,
} from '../../support/screen-data.ts';
import { createVirtualTimers } from '../terminal/virtual-timers.ts';
import { aConsole } from './world.ts';

const START = Date.parse('2026-11-22T14:32:07Z');

/** All there is to decide about, and a list of what was decided. */
export function aRiggedConsole() {
  const decided: string[] = [];
  let keyCount = 0;
  const counting = (name: string) => () => {
    decided.push(name);
    return { kind: 'done', value: { dispatchId: 1, cancelledDispatches: 0 } } as const;
  };
  const names = [
    'approve',
    'reject',
    'runNow',
    'cancelRun',
    'killRun',
    'enableJob',
    'disableJob',
    'deleteJob',
    'pause',
    'resume',
    'snoozeAlert',
    'undo',
  ] as const;
  const commands = Object.fromEntries(names.map((name) => [name, counting(name)])) as Partial<ConsoleCommands>;
  const bytes = Object.assign(new EventEmitter(), {
    isTTY: true,
    resume: () => {},
    pause: () => {},
    setRawMode: () => {},
  });
  const timers = createVirtualTimers();
  const replies: Reply[] = [];
  const shim = createInputShim(bytes as unknown as InputSource, timers, (reply) => void replies.push(reply));
  const screen = aConsole({ commands, terminal: { current: shim.current, dropPending: shim.dropPending } });
  const { db } = screen;
  for (const name of ['deploy', 'prune', 'etl']) insert(db, 'jobs', jobValues(name));
  for (const [name, risk] of [
    ['deploy', 'normal'],
    ['prune', 'high'],
  ] as const) {
    const asked = insert(db, 'dispatches', dispatchValues(`job-${name}`, { status: 'awaiting_approval' }));
    const runId = insert(db, 'runs', runValues(`job-${name}`, asked, { status: 'awaiting_approval' }));
    const times = { asked_at: START - 60_000, expires_at: START + 36_000_000 };
    insert(db, 'approvals', approvalValues(`job-${name}`, asked, runId, { ...times, risk }));
  }
  insert(db, 'runs', runValues('job-etl', insert(db, 'dispatches', dispatchValues('job-etl', { status: 'claimed' }))));
  insert(db, 'alerts', alertValues('something is wrong'));
  // What is drawn is not looked at here, and drawing takes longest.
  screen.terminal.isBehind = true;
  screen.controller.start();
  // As the console's one reader of keys does it.
  shim.stdin.on('readable', () => {
    shim.stdin.read();
    const whole = shim.current();
    if (whole === undefined) return;
    keyCount += 1;
    screen.controller.input(whole);
  });
  shim.stdin.setRawMode(true);
  onTestFinished(screen.end);
  return {
    screen,
    decided,
    keyCount: () => keyCount,
    /** One read of the terminal, taken to its last key. The terminal answers whatever it is asked. */
    async read(chunk: string | Uint8Array): Promise<void> {
      bytes.emit('data', Buffer.from(chunk));
      // A terminal that is behind is not asked anything.
      screen.terminal.isBehind = false;
      for (let turn = 0; turn < TURNS; turn += 1) await Promise.resolve();
      screen.terminal.isBehind = true;
      for (const sent of screen.asked.splice(0)) {
        sent();
        screen.report('status');
      }
    },
    /** A read in which the terminal says something by itself. */
    hear(chunk: string): void {
      bytes.emit('data', Buffer.from(chunk));
      for (const { kind } of replies.splice(0)) {
        if (kind === 'status' || kind === 'focus-in' || kind === 'focus-out') screen.report(kind);
      }
    },
    /** A key that the terminal has not answered yet. */
    async press(chunk: string): Promise<void> {
      bytes.emit('data', Buffer.from(chunk));
      screen.terminal.isBehind = false;
      for (let turn = 0; turn < TURNS; turn += 1) await Promise.resolve();
      screen.terminal.isBehind = true;
      for (const sent of screen.asked.splice(0)) sent();
    },
    pass(ms: number) {
      timers.advance(ms);
      screen.clock.pass(ms);
    },
  };
}

const TURNS = 40;
