import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
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

/** Appends JSON lines to a file that only its owner can read. A line that cannot be written is lost, and never throws. */
export function openFileLog(path: string, level = 'info'): Log {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  let file: number | undefined = openSync(path, 'a', 0o600);
  const target = lossyLines((line) => {
    // Its number may be another file's by now.
    if (file !== undefined) writeSync(file, escapeUnseen(hideSecretShapes(line)));
  });
  const logger = pino({ level, base: undefined, timestamp: pino.stdTimeFunctions.isoTime }, target);
  return {
    info: (fields, text) => logger.info(fields, text),
    warn: (fields, text) => logger.warn(fields, text),
    error: (fields, text) => logger.error(fields, text),
    close() {
      if (file !== undefined) closeSync(file);
      file = undefined;
    },
  };
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
