import { planOpenclaw } from '../src/engine/imports/openclaw/plan.ts';
import { openclawFolder, readOpenclawJobs } from '../src/engine/imports/openclaw/source.ts';
import type { PlannedItem } from '../src/engine/imports/planned.ts';
import { planTimers } from '../src/engine/imports/systemd/plan.ts';
import type { Host } from '../src/engine/ports/host.ts';
import { readUserTimers } from '../src/engine/ports/systemd-source.ts';
import { isZone } from '../src/engine/rules/schedule/index.ts';

/** What another scheduler has, as a plan. `none`: there is nothing of its kind. */
export type SourcePlan =
  | { kind: 'plan'; items: PlannedItem[]; version?: string; path?: string }
  | { kind: 'none'; reason: string }
  | { kind: 'failed'; reason: string };

export const OPENCLAW_RUNS_IT = 'OpenClaw runs it';
export const SYSTEMD_RUNS_IT = 'systemd runs it';

export function openclawPlan(host: Host, now: number, path = openclawFolder(host)): SourcePlan {
  const reading = readOpenclawJobs(path);
  if (reading.kind === 'none') return { kind: 'none', reason: `there are no cron jobs of OpenClaw in ${path}` };
  if (reading.kind === 'failed') return reading;
  const items = planOpenclaw(reading.jobs, { machineZone: host.timeZone, now });
  const version = reading.version === undefined ? {} : { version: reading.version };
  return { kind: 'plan', items, path: reading.path, ...version };
}

export async function timersPlan(host: Host): Promise<SourcePlan> {
  const reading = await readUserTimers(host);
  if (reading.kind === 'none') return reading;
  const { user, homeDir: home, timeZone: machineZone } = host;
  return { kind: 'plan', items: planTimers(reading.timers, { user, home, machineZone, isZone }) };
}
