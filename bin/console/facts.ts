import type { Host } from '../../src/engine/ports/host.ts';
import type { Lease } from '../../src/store/nouns/lease.ts';
import type { ConsoleFacts, EngineFacts } from '../../src/ui/console-options.ts';
import type { Settings } from '../config/settings.ts';
import { version } from '../version.ts';

/** What the header says, and what holds for this console. */
export const consoleFacts = (
  host: Host,
  settings: Settings,
  { maxActiveRuns, selfApproval }: { maxActiveRuns: number; selfApproval(): 'allowed' | 'forbidden' },
): ConsoleFacts => ({
  user: host.user,
  host: host.hostname,
  homeLabel: shortPath(settings.home, host.homeDir),
  dbLabel: shortPath(settings.dbPath, host.homeDir),
  jobUser: host.user,
  maxActiveRuns,
  version,
  zone: host.timeZone,
  get selfApproval() {
    return selfApproval();
  },
});

/** Who runs the engine, as seen from this process. */
export function engineFacts(lease: Lease | undefined, pid: number): EngineFacts {
  if (lease === undefined) return { kind: 'none' };
  if (lease.pid === pid) return { kind: 'here', sinceAt: lease.acquiredAt, pid };
  const { host, user, mode, acquiredAt: sinceAt } = lease;
  return { kind: 'attached', pid: lease.pid, host, user, mode, sinceAt };
}

const shortPath = (path: string, homeDir: string): string =>
  path === homeDir || path.startsWith(`${homeDir}/`) ? `~${path.slice(homeDir.length)}` : path;
