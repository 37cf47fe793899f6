import { join } from 'node:path';
import { openFileLog } from '../src/engine/ports/log.ts';
import type { Settings } from './config/settings.ts';
import { messageOf } from './faults.ts';

export const logPath = ({ config, logDir }: Settings): string => config.log?.file ?? join(logDir, 'openclaw-tui.log');

/** Writes a bug with its stack into the log; returns what to tell of it. */
export function logFault(error: unknown, settings: Settings): string {
  const path = logPath(settings);
  try {
    const log = openFileLog(path);
    log.error({ stack: error instanceof Error ? error.stack : undefined }, messageOf(error));
    log.close();
    return `the log is ${path}`;
  } catch {
    // A log that cannot be written must not hide what it was for.
    return '--verbose shows where';
  }
}
