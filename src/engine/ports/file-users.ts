import { readdirSync, readlinkSync, realpathSync } from 'node:fs';

/** Other processes of ours that have a file open; empty where the system does not tell. */
export function usersOf(path: string): number[] {
  try {
    const target = realpathSync(path);
    return readdirSync('/proc')
      .map(Number)
      .filter((pid) => pid > 0 && pid !== process.pid && hasOpen(pid, target));
  } catch {
    // No /proc on this system, or no such file.
    return [];
  }
}

function hasOpen(pid: number, target: string): boolean {
  const folder = `/proc/${pid}/fd`;
  try {
    return readdirSync(folder).some((name) => linkOf(`${folder}/${name}`) === target);
  } catch {
    // Another user's, or gone meanwhile.
    return false;
  }
}

function linkOf(path: string): string | undefined {
  try {
    return readlinkSync(path);
  } catch {
    // Closed meanwhile.
    return undefined;
  }
}
