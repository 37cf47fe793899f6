import { constants, openSync, writeSync } from 'node:fs';
import type { SinkFile } from '../../src/ui/terminal/output-sink.ts';

/** The terminal itself rather than what we share with the shell: only what is opened anew can be made not to block without harm to others. */
const PATHS = ['/proc/self/fd/1', '/dev/tty'];
const STDOUT = 1;
/** Not now: the next try may do better. */
const LATER = new Set(['EAGAIN', 'EWOULDBLOCK', 'EINTR']);

/** The terminal behind stdout, for writing that never waits; where it cannot be opened again, stdout as it is. */
export function openTerminalFile(): SinkFile {
  const file = PATHS.map(opened).find((each) => each !== undefined) ?? STDOUT;
  return {
    write(bytes) {
      try {
        return writeSync(file, bytes);
      } catch (error) {
        if (LATER.has((error as NodeJS.ErrnoException).code ?? '')) return 0;
        throw error;
      }
    },
  };
}

function opened(path: string): number | undefined {
  try {
    return openSync(path, constants.O_WRONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
  } catch {
    // No such system, or another person's terminal, as after su.
    return undefined;
  }
}
