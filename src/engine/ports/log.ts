import { closeSync, fstatSync, lstatSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { pino } from 'pino';
import { escapeUnseen } from '../rules/escape-unseen.ts';
import { hideSecretShapes } from '../rules/secret-shapes.ts';

/** The log never touches stdout: Ink or the caller's data own it. */
export type Log = {
  info(fields: Record<string, unknown>, text: string): void;
  warn(fields: Record<string, unknown>, text: string): void;
  error(fields: Record<string, unknown>, text: string): void;
  /** What comes later is lost. */
  close(): void;
};

export const silentLog: Log = { info() {}, warn() {}, error() {}, close() {} };

export type LogOptions = {
  level?: string | undefined;
  /** With more it begins anew, and the one before stays beside it as `.1`; without a limit it grows. */
  bytesMax?: number;
};

/** Appends JSON lines to a file that only its owner can read. A line that cannot be written is lost, and never throws. */
export function openFileLog(path: string, { level = 'info', bytesMax }: LogOptions = {}): Log {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const file = openLogFile(path, bytesMax);
  const target = lossyLines((line) => file.append(escapeUnseen(hideSecretShapes(line))));
  const logger = pino({ level, base: undefined, timestamp: pino.stdTimeFunctions.isoTime }, target);
  return {
    info: (fields, text) => logger.info(fields, text),
    warn: (fields, text) => logger.warn(fields, text),
    error: (fields, text) => logger.error(fields, text),
    close: file.close,
  };
}

function openLogFile(path: string, bytesMax = Number.POSITIVE_INFINITY) {
  let file: number | undefined = openSync(path, 'a', 0o600);
  let size = fstatSync(file).size;
  const turnOver = (old: number): number => {
    // Counted anew also where it stays: a folder that refuses it is not asked at every line.
    size = 0;
    if (!moveAway(path, fstatSync(old).ino)) return old;
    const next = openSync(path, 'a', 0o600);
    closeSync(old);
    size = fstatSync(next).size;
    return next;
  };
  return {
    append(line: string): void {
      // Its number may be another file's by now.
      if (file === undefined) return;
      const bytes = Buffer.from(line);
      if (size > 0 && size + bytes.length > bytesMax) file = turnOver(file);
      size += writeSync(file, bytes);
    },
    close(): void {
      if (file !== undefined) closeSync(file);
      file = undefined;
    },
  };
}

/** Whether another file has to be opened: the log was moved away, now or by somebody else. Pipes, devices and links stay. */
function moveAway(path: string, inode: number): boolean {
  try {
    const there = lstatSync(path, { throwIfNoEntry: false });
    if (there === undefined || there.ino !== inode) return there === undefined || there.isFile();
    if (!there.isFile()) return false;
    renameSync(path, `${path}.1`);
    return true;
  } catch {
    return false;
  }
}

/** A full disk must not end the engine by its log; the first line that can be written again says how many were lost. */
export function lossyLines(append: (line: string) => void): { write(line: string): void } {
  let lost = 0;
  return {
    write(line) {
      try {
        if (lost > 0)
          append(`${JSON.stringify({ level: 40, lost, msg: 'lines of the log were lost before this one' })}\n`);
        append(line);
        lost = 0;
      } catch {
        // There is nowhere else to say it.
        lost += 1;
      }
    },
  };
}
