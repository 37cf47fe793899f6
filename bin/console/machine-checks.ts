import { statSync } from 'node:fs';
import type { Host } from '../../src/engine/ports/host.ts';
import type { MachineCheck } from '../../src/ui/console-options.ts';

const OTHERS = 0o077;

/** What the first start says about this machine. */
export function machineChecks(host: Host, database: { path: string; label: string; jobCount: number }): MachineCheck[] {
  const { size, mode } = statSync(database.path);
  const isPrivate = (mode & OTHERS) === 0;
  const state = database.jobCount === 0 ? 'new' : `${Math.ceil(size / 1_024)} KiB`;
  const readers = isPrivate ? `readable by ${host.user} only` : 'readable by others: chmod 600 it';
  return [
    { state: isPrivate ? 'ok' : 'warn', name: 'database', text: `${database.label}, ${state}, ${readers}` },
    { state: 'ok', name: 'zone', text: `${host.timeZone} for new jobs, as on this machine` },
    { state: 'warn', name: 'service', text: 'not installed: jobs run only while openclaw-tui runs' },
  ];
}
