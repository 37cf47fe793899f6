import { closeSync, constants, openSync, readSync } from 'node:fs';

/** Switches off whatever a console may have switched on; harmless where it was off. */
export const LEAVE_SEQUENCE = [
  '\x1b[?2026l', // drawing held back for one frame
  '\x1b[?7h', // rows that are too long go on in the next
  '\x1b[?1000l\x1b[?1002l\x1b[?1003l\x1b[?1006l', // mouse
  '\x1b[?1004l', // focus reports
  '\x1b[?2004l', // bracketed paste
  '\x1b[0m',
  '\x1b[?1049l', // alternate screen
  '\x1b[?25h', // cursor
].join('');

const UNREAD_READS_MAX = 64;

/** Throws away what was typed and not yet read, so that late keys do not run in the shell. To be called in raw mode. */
export const discardUnreadInput = (path = '/dev/tty'): void => {
  let file: number | undefined;
  try {
    file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
    const bytes = new Uint8Array(4_096);
    for (let reads = 0; reads < UNREAD_READS_MAX && readSync(file, bytes) > 0; reads += 1);
  } catch {
    // EAGAIN is the end of what there is; without a terminal there is nothing at all.
  }
  if (file !== undefined) closeSync(file);
};

export type Mutable = { write: unknown };

/** Whatever is written from now on is lost: restoring the cursor on a stalled terminal would hang the exit. */
export const mute = (stream: Mutable): void => {
  stream.write = (_chunk: unknown, encoding: unknown, callback: unknown): boolean => {
    const done = typeof encoding === 'function' ? encoding : callback;
    if (typeof done === 'function') queueMicrotask(() => done());
    return true;
  };
};
