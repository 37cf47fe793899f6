import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

const LOOKS_MAX = 4_000;
const LOOK_EVERY_MS = 5;
/** Who was just about to start another one is caught by the next look. */
const EMPTY_LOOKS = 2;

/** Ends whatever was started for a folder, also what left its session, its parent and its test behind. */
export async function endProcessesOf(folder: string): Promise<void> {
  let emptyLooks = 0;
  for (let looks = 0; looks < LOOKS_MAX && emptyLooks < EMPTY_LOOKS; looks += 1) {
    const found = processesOf(folder);
    emptyLooks = found.length === 0 ? emptyLooks + 1 : 0;
    found.forEach(kill);
    await pause(LOOK_EVERY_MS);
  }
  if (emptyLooks < EMPTY_LOOKS) throw new Error(`processes of ${folder} do not end: ${processesOf(folder)}`);
}

/** Processes with a folder in their environment or on their command line. */
export function processesOf(folder: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => pid !== process.pid && isAlive(pid) && namesFolder(pid, folder));
}

/** Whether the process is there and not merely waiting for its parent to ask how it ended. */
export function isAlive(pid: number): boolean {
  return /^State:\s+[^ZX]/m.test(read(`/proc/${pid}/status`));
}

const namesFolder = (pid: number, folder: string): boolean =>
  read(`/proc/${pid}/environ`).includes(folder) || read(`/proc/${pid}/cmdline`).includes(folder);

/** Somebody else's, or gone meanwhile. */
function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // Gone by itself meanwhile.
  }
}
