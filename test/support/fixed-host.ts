import type { Host } from '../../src/engine/ports/host.ts';

/** A machine of which one knows who lives on it. */
export const fixedHost = (
  pid: number,
  alive: ReadonlySet<number>,
  homeDir: string,
  env: Record<string, string>,
): Host => ({
  user: 'ops',
  hostname: 'box',
  bootId: 'boot',
  uptimeMs: () => 3_600_000,
  homeDir,
  defaultShell: '/bin/sh',
  timeZone: 'UTC',
  pid,
  pidStart: String(pid * 10),
  env,
  isAlive: (other) => alive.has(other.pid) && other.pidStart === String(other.pid * 10),
  isEnding: () => false,
  isAwake: () => false,
});
