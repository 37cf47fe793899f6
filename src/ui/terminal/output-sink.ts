import type { Timers } from './timers.ts';

/** Beside what a single write may leave over, no more than this waits for a terminal that takes nothing. */
export const PENDING_BYTES_MAX = 8 * 1_024;
/** More than any screen needs at once. */
export const WRITE_BYTES_MAX = 4 * 1_024 * 1_024;
export const RETRY_MS = 15;
/** Who has just read some reads the rest at once: a frame is larger than what the kernel keeps. */
export const RETRY_SOON_MS = 1;
/** A terminal that took nothing for so long is told about. */
export const HELD_UP_MS = 1_000;
const WAITING_MAX = 1_000;

/** The terminal, opened so that writing never blocks. */
export type SinkFile = {
  /** Writes what fits now and says how many bytes that was. Throws where the terminal is gone. */
  write(bytes: Uint8Array): number;
};

export type OutputSink = {
  /** Gives it to the terminal whole, now or bit by bit; false where it was dropped, as too much is pending. */
  write(text: string): boolean;
  /** The same, but never dropped: the last words. */
  writeAnyway(text: string): void;
  /** Calls back when everything written so far has left, or never will. */
  whenDrained(callback: () => void): void;
  isPending(): boolean;
  /** Forgets what is pending and takes no more. */
  abandon(): void;
};

export type SinkOptions = {
  file: SinkFile;
  timers: Timers;
  /** Nothing is pending any more. */
  onDrained(): void;
  /** Called once for each time that output stands still. */
  onHeldUp(): void;
  onGone(): void;
};

/** Output that never waits for its reader: a terminal that stands still must not stop the engine in the same process. */
export const createOutputSink = (options: SinkOptions): OutputSink => {
  const sink: Sink = { options, rest: NOTHING, progressAt: 0, isTold: false, isOver: false, waiting: [] };
  return {
    write: (text) => {
      const bytes = Buffer.from(shortened(text));
      const left = sink.rest.length;
      if (bytes.length > WRITE_BYTES_MAX || (left > 0 && left + bytes.length > PENDING_BYTES_MAX)) return false;
      append(sink, bytes);
      return true;
    },
    writeAnyway: (text) => append(sink, Buffer.from(text)),
    whenDrained: (callback) => whenDrained(sink, callback),
    isPending: () => sink.rest.length > 0,
    abandon: () => giveUp(sink),
  };
};

const NOTHING = new Uint8Array();

const ROWS_DOWN = /(?:\u001b\[E){2,}/g;
const COLOUR = '\\u001b\\[38;(?:5;\\d+|2;\\d+;\\d+;\\d+)m';
const OVERRULED = new RegExp(`(?:${COLOUR})+(?=${COLOUR})`, 'g');

/** Ink steps over each row that stays, and says colours that nothing is written in: half of a second's bytes. */
const shortened = (text: string): string =>
  text.replace(ROWS_DOWN, (steps) => `\u001b[${steps.length / ONE_DOWN.length}E`).replace(OVERRULED, '');

const ONE_DOWN = '\u001b[E';

type Sink = {
  options: SinkOptions;
  /** What the terminal has not taken yet. */
  rest: Uint8Array;
  /** When it took something last. */
  progressAt: number;
  isTold: boolean;
  isOver: boolean;
  waiting: (() => void)[];
};

function append(sink: Sink, bytes: Uint8Array): void {
  if (sink.isOver || bytes.length === 0) return;
  const wasPending = sink.rest.length > 0;
  sink.rest = wasPending ? Buffer.concat([sink.rest, bytes]) : bytes;
  if (wasPending) return;
  sink.progressAt = sink.options.timers.now();
  flush(sink);
}

function whenDrained(sink: Sink, callback: () => void): void {
  if (sink.rest.length === 0 || sink.waiting.length >= WAITING_MAX) queueMicrotask(callback);
  else sink.waiting.push(callback);
}

function flush(sink: Sink): void {
  const { file, timers, onGone } = sink.options;
  const before = sink.rest;
  try {
    while (sink.rest.length > 0) {
      const taken = file.write(sink.rest);
      if (taken === 0) break;
      sink.rest = sink.rest.subarray(taken);
      sink.progressAt = timers.now();
      sink.isTold = false;
    }
  } catch {
    giveUp(sink);
    // In the middle of a drawing nobody expects to be taken down.
    queueMicrotask(onGone);
    return;
  }
  const delayMs = sink.rest === before ? RETRY_MS : RETRY_SOON_MS;
  if (sink.rest.length > 0) timers.setTimer(() => tryAgain(sink), delayMs);
}

function tryAgain(sink: Sink): void {
  const { timers, onHeldUp, onDrained } = sink.options;
  if (sink.isOver) return;
  flush(sink);
  if (sink.rest.length === 0) {
    tellWaiting(sink);
    if (!sink.isOver) onDrained();
  } else if (!sink.isTold && timers.now() - sink.progressAt >= HELD_UP_MS) {
    sink.isTold = true;
    onHeldUp();
  }
}

function giveUp(sink: Sink): void {
  sink.isOver = true;
  sink.rest = NOTHING;
  tellWaiting(sink);
}

function tellWaiting(sink: Sink): void {
  for (const callback of sink.waiting.splice(0)) callback();
}
