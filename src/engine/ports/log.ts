import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { destination, pino } from 'pino';

/** The log never touches stdout: Ink or the caller's data own it. */
export type Log = {
  info(fields: Record<string, unknown>, text: string): void;
  warn(fields: Record<string, unknown>, text: string): void;
  error(fields: Record<string, unknown>, text: string): void;
  flush(): void;
};

export const silentLog: Log = { info() {}, warn() {}, error() {}, flush() {} };

/** Appends JSON lines to a file that only its owner can read. */
export function openFileLog(path: string, level = 'info'): Log {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  closeSync(openSync(path, 'a', 0o600));
  const target = destination({ dest: path, sync: true, append: true });
  const logger = pino({ level, base: undefined, timestamp: pino.stdTimeFunctions.isoTime }, target);
  return {
    info: (fields, text) => logger.info(fields, text),
    warn: (fields, text) => logger.warn(fields, text),
    error: (fields, text) => logger.error(fields, text),
    flush: () => target.flushSync(),
  };
}
