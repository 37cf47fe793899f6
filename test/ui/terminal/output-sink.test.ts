import { expect, test } from 'vitest';
import {
  createOutputSink,
  HELD_UP_MS,
  PENDING_BYTES_MAX,
  RETRY_MS,
  RETRY_SOON_MS,
  WRITE_BYTES_MAX,
} from '../../../src/ui/terminal/output-sink.ts';
import { createVirtualTimers } from './virtual-timers.ts';

/** A terminal that takes as many bytes as it has room for. */
const createWorld = () => {
  const timers = createVirtualTimers();
  const log: string[] = [];
  const terminal = { room: Number.POSITIVE_INFINITY, shown: '', isGone: false };
  const sink = createOutputSink({
    timers,
    file: {
      write(bytes) {
        if (terminal.isGone) throw Object.assign(new Error('gone'), { code: 'EIO' });
        const taken = bytes.subarray(0, Math.min(bytes.length, terminal.room));
        terminal.room -= taken.length;
        terminal.shown += Buffer.from(taken).toString();
        return taken.length;
      },
    },
    onDrained: () => log.push('drained'),
    onHeldUp: () => log.push('held up'),
    onGone: () => log.push('gone'),
  });
  return { timers, terminal, sink, log };
};

test('what fits is written at once', () => {
  const { sink, terminal, log } = createWorld();
  expect(sink.write('frame')).toBe(true);
  expect(terminal.shown).toBe('frame');
  expect(sink.isPending()).toBe(false);
  expect(log).toEqual([]);
});

test('rows that are passed over are one step, and of colours in a row the last one is said', () => {
  const { sink, terminal } = createWorld();
  const [grey, blue, bold] = ['\u001b[38;5;247m', '\u001b[38;2;1;2;3m', '\u001b[38;5;9;1m'];
  sink.write(`a\r\n\u001b[E\u001b[E\u001b[Eb\u001b[Ec${grey}${blue}${grey}${blue}d${bold}${grey}e`);
  expect(terminal.shown).toBe(`a\r\n\u001b[3Eb\u001b[Ec${blue}d${bold}${grey}e`);
});

test('the rest is tried again every 15 ms, sooner when some was taken, in order and once', () => {
  const { sink, terminal, timers, log } = createWorld();
  terminal.room = 3;
  sink.write('first');
  sink.write(' second');
  expect(terminal.shown).toBe('fir');
  timers.advance(RETRY_SOON_MS);
  terminal.room = 4;
  timers.advance(RETRY_MS - 1);
  expect(terminal.shown).toBe('fir');
  timers.advance(1);
  expect(terminal.shown).toBe('first s');
  timers.advance(RETRY_SOON_MS);
  terminal.room = 100;
  timers.advance(RETRY_MS);
  expect(terminal.shown).toBe('first second');
  expect(log).toEqual(['drained']);
  timers.advance(1_000);
  expect(log).toEqual(['drained']);
});

test('at most 8 kB wait behind each other: what is more is dropped whole, and the last words are not', () => {
  const { sink, terminal, timers } = createWorld();
  terminal.room = 0;
  expect(sink.write('a'.repeat(PENDING_BYTES_MAX - 1))).toBe(true);
  expect(sink.write('bb')).toBe(false);
  expect(sink.write('c')).toBe(true);
  expect(sink.write('d')).toBe(false);
  sink.writeAnyway('last');
  terminal.room = 1_000_000;
  timers.advance(RETRY_MS);
  expect(terminal.shown).toBe(`${'a'.repeat(PENDING_BYTES_MAX - 1)}clast`);
});

test('one screen may be larger than that; something absurd may not', () => {
  const { sink, terminal } = createWorld();
  terminal.room = 10;
  expect(sink.write('x'.repeat(PENDING_BYTES_MAX * 4))).toBe(true);
  expect(createWorld().sink.write('x'.repeat(WRITE_BYTES_MAX + 1))).toBe(false);
});

test('output that stands still for a second is told about once, and again only after it has moved', () => {
  const { sink, terminal, timers, log } = createWorld();
  terminal.room = 0;
  sink.write('abc');
  timers.advance(HELD_UP_MS - RETRY_MS);
  expect(log).toEqual([]);
  timers.advance(10 * HELD_UP_MS);
  expect(log).toEqual(['held up']);
  terminal.room = 1;
  timers.advance(2 * HELD_UP_MS);
  expect(log).toEqual(['held up', 'held up']);
});

test('whoever waits hears of it when everything has left', async () => {
  const { sink, terminal, timers, log } = createWorld();
  terminal.room = 0;
  sink.write('abc');
  sink.whenDrained(() => log.push('left'));
  timers.advance(RETRY_MS);
  expect(log).toEqual([]);
  terminal.room = 3;
  timers.advance(RETRY_MS);
  expect(log).toEqual(['left', 'drained']);
  await new Promise<void>((resolve) => sink.whenDrained(resolve));
});

test('a terminal that is gone is told once; later writes and waits come to nothing', async () => {
  const { sink, terminal, log } = createWorld();
  terminal.isGone = true;
  expect(sink.write('frame')).toBe(true);
  expect(log).toEqual([]);
  await Promise.resolve();
  expect(log).toEqual(['gone']);
  sink.write('frame');
  await new Promise<void>((resolve) => sink.whenDrained(resolve));
  expect(log).toEqual(['gone']);
});

test('what was abandoned is not tried again, and nobody waits for it', () => {
  const { sink, terminal, timers, log } = createWorld();
  terminal.room = 0;
  sink.write('abc');
  sink.whenDrained(() => log.push('let go'));
  sink.abandon();
  terminal.room = 100;
  timers.advance(10 * HELD_UP_MS);
  expect(terminal.shown).toBe('');
  expect(log).toEqual(['let go']);
});
