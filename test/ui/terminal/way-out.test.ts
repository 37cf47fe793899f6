import { EventEmitter } from 'node:events';
import { describe, expect, test } from 'vitest';
import { LEAVE_SEQUENCE } from '../../../src/ui/terminal/leave.ts';
import {
  createWayOut,
  exitCodeOf,
  LATE_KEYS_MS,
  LEAVE_MS,
  type StopDecision,
  type StopReason,
} from '../../../src/ui/terminal/way-out.ts';
import { createVirtualTimers } from './virtual-timers.ts';

/** Everything already queued has run. */
const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

const createStream = () => Object.assign(new EventEmitter(), { write: (_text: string): boolean => true });

const createWorld = (onStop: (reason: StopReason) => Promise<StopDecision> = async () => 'exit') => {
  const timers = createVirtualTimers();
  const log: string[] = [];
  const host = Object.assign(new EventEmitter(), {
    exit: (code: number) => log.push(`exit ${code}`),
    stdin: new EventEmitter(),
    stdout: createStream(),
    stderr: createStream(),
  });
  const drain = Promise.withResolvers<void>();
  const screen = {
    silenceInput: () => log.push('silence'),
    unmount: () => log.push('unmount'),
    write: (text: string) => log.push(text === LEAVE_SEQUENCE ? 'leave' : text.replace(LEAVE_SEQUENCE, 'leave, ')),
    drained: () => drain.promise,
    discardInput: () => log.push('discard'),
    leaveRawMode: () => log.push('cooked'),
  };
  const wayOut = createWayOut({
    host,
    timers,
    onStop: (reason) => {
      log.push(`stop ${reason.kind}`);
      return onStop(reason);
    },
    describeError: (error) => `broken: ${error instanceof Error ? error.message : error}`,
  });
  const pass = async (ms: number): Promise<void> => {
    await settled();
    timers.advance(ms);
    await settled();
  };
  return { host, log, screen, wayOut, pass, drained: drain.resolve };
};

const RESTORED = ['silence', 'unmount', 'leave', 'discard', 'cooked'];

describe('exit codes', () => {
  test.each([
    [{ kind: 'quit', code: 0 }, 'console', 0],
    [{ kind: 'signal', signal: 'SIGTERM' }, 'console', 143],
    [{ kind: 'signal', signal: 'SIGTERM' }, 'headless', 0],
    [{ kind: 'signal', signal: 'SIGINT' }, 'console', 130],
    [{ kind: 'signal', signal: 'SIGINT' }, 'headless', 130],
    [{ kind: 'signal', signal: 'SIGHUP' }, 'console', 129],
    [{ kind: 'terminal-gone' }, 'console', 129],
    [{ kind: 'error', error: undefined }, 'console', 70],
  ] as const)('%j in the %s is %d', (reason, mode, code) => {
    expect(exitCodeOf(reason, mode)).toBe(code);
  });
});

describe('the way out', () => {
  test('drains, restores the terminal, throws unread keys away in raw mode, and exits', async () => {
    const { host, log, screen, wayOut, pass, drained } = createWorld();
    wayOut.attach(screen);
    host.emit('SIGTERM');
    drained();
    await pass(LATE_KEYS_MS);
    expect(log).toEqual(['stop signal', ...RESTORED, 'exit 143']);
  });

  test('a stalled terminal holds it up for 200 ms at most', async () => {
    const { log, screen, wayOut, pass } = createWorld();
    wayOut.attach(screen);
    wayOut.leave({ kind: 'quit', code: 0 });
    await pass(LEAVE_MS - 1);
    expect(log).toEqual(['stop quit', 'silence', 'unmount', 'leave']);
    await pass(1);
    expect(log.slice(-3)).toEqual(['discard', 'cooked', 'exit 0']);
  });

  test('nothing reaches the standard streams after that', async () => {
    const { host, screen, wayOut, pass, drained } = createWorld();
    const written: string[] = [];
    host.stderr.write = (text) => written.push(text) > 0;
    wayOut.attach(screen);
    wayOut.leave({ kind: 'quit', code: 0 });
    drained();
    await pass(LATE_KEYS_MS);
    host.stderr.write('\x1b[?25h');
    expect(written).toEqual([]);
  });

  test('after an error the terminal comes first, then its words, then the rest', async () => {
    const { host, log, screen, wayOut, pass, drained } = createWorld();
    wayOut.attach(screen);
    host.emit('uncaughtException', new Error('no such row'));
    drained();
    await pass(LATE_KEYS_MS);
    expect(log).toEqual([
      'silence',
      'unmount',
      'leave, broken: no such row',
      'discard',
      'cooked',
      'stop error',
      'exit 70',
    ]);
  });

  test('an error ends the process even if stopping never ends', async () => {
    const { host, log, pass } = createWorld(() => new Promise(() => {}));
    host.emit('unhandledRejection', 'lost');
    await pass(5_000);
    expect(log).toEqual(['stop error', 'exit 70']);
  });

  test('a stop that fails is an error, with the terminal restored', async () => {
    const { host, log, screen, wayOut, pass, drained } = createWorld(() => Promise.reject(new Error('disk full')));
    wayOut.attach(screen);
    host.emit('SIGTERM');
    drained();
    await pass(LATE_KEYS_MS);
    expect(log).toEqual([
      'stop signal',
      'silence',
      'unmount',
      'leave, broken: disk full',
      'discard',
      'cooked',
      'exit 70',
    ]);
  });

  test('a screen that cannot be taken down does not keep the terminal', async () => {
    const { log, screen, wayOut, pass, drained } = createWorld();
    wayOut.attach({
      ...screen,
      unmount: () => {
        throw new Error('React is broken');
      },
    });
    wayOut.leave({ kind: 'quit', code: 0 });
    drained();
    await pass(LATE_KEYS_MS);
    expect(log).toEqual(['stop quit', 'silence', 'leave', 'discard', 'cooked', 'exit 0']);
  });

  test('a second TERM or INT means now, a second hang-up nothing', async () => {
    const { host, log, screen, wayOut, pass } = createWorld(() => new Promise(() => {}));
    wayOut.attach(screen);
    host.emit('SIGHUP');
    host.stdin.emit('end');
    host.emit('SIGHUP');
    await pass(0);
    expect(log).toEqual(['stop signal']);
    host.emit('SIGINT');
    expect(log).toEqual(['stop signal', 'leave', 'cooked', 'exit 130']);
  });

  test('an error while stopping ends it at once with its words, an error after an error changes nothing', async () => {
    const first = createWorld(() => new Promise(() => {}));
    first.wayOut.attach(first.screen);
    first.host.emit('SIGTERM');
    first.host.emit('uncaughtException', new Error('disk full'));
    expect(first.log).toEqual(['stop signal', 'leave, broken: disk full', 'cooked', 'exit 70']);

    const second = createWorld(() => new Promise(() => {}));
    second.host.emit('uncaughtException', new Error('one'));
    second.host.emit('uncaughtException', new Error('two'));
    await second.pass(0);
    expect(second.log).toEqual(['stop error']);
  });

  test('R-4 a lost terminal is let go of, and the engine goes on; TERM then ends it with 0', async () => {
    const decisions: StopDecision[] = ['stay', 'exit'];
    const { host, log, screen, wayOut, pass } = createWorld(async () => decisions.shift() ?? 'exit');
    wayOut.attach(screen);
    host.stdout.emit('error', Object.assign(new Error('write EIO'), { code: 'EIO' }));
    // A terminal that is gone never says that it has what was written.
    await pass(LEAVE_MS);
    expect(log).toEqual(['stop terminal-gone', ...RESTORED]);
    host.stdin.emit('end');
    host.stderr.emit('error', new Error('write EIO'));
    host.emit('SIGTERM');
    await pass(0);
    expect(log).toEqual(['stop terminal-gone', ...RESTORED, 'stop signal', 'exit 0']);
  });

  test.each([
    ['stdin', 'end'],
    ['stdin', 'error'],
    ['stdout', 'error'],
    ['stderr', 'error'],
  ] as const)('a terminal that is gone is heard on whichever stream says so first: %s, %s', async (stream, event) => {
    const { host, log, screen, wayOut, pass } = createWorld();
    wayOut.attach(screen);
    host[stream].emit(event, new Error('EIO'));
    await pass(LEAVE_MS);
    expect(log).toEqual(['stop terminal-gone', ...RESTORED, 'exit 129']);
  });

  test('without a screen nothing is written to the terminal, and a closed stdin ends nothing', async () => {
    const { host, log, pass } = createWorld();
    host.stdin.emit('end');
    host.emit('SIGTERM');
    await pass(0);
    expect(log).toEqual(['stop signal', 'exit 0']);
  });
});
