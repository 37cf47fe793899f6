import { openclawFolder, readOpenclawJobs } from '../src/engine/imports/openclaw/source.ts';
import { identityOf, shellWord } from '../src/engine/imports/planned.ts';
import type { Host } from '../src/engine/ports/host.ts';
import { readUserTimers } from '../src/engine/ports/systemd-source.ts';
import type { Job } from '../src/store/nouns/job.ts';
import type { Elsewhere } from '../src/ui/import/cron-move.ts';
import { OPENCLAW_RUNS_IT, SYSTEMD_RUNS_IT } from './import-sources.ts';

/** Whether a job is off because another scheduler, one that is not changed from here, has it. */
export const isElsewhere = (because: string | undefined): because is string =>
  because === OPENCLAW_RUNS_IT || because === SYSTEMD_RUNS_IT;

/** Who runs an imported job still, and how that is ended there; undefined where it is not known of another scheduler. */
export async function elsewhereOf({ host }: { host: Host }, job: Job): Promise<Elsewhere | undefined> {
  if (job.disabledBecause === OPENCLAW_RUNS_IT) return inOpenclaw(host, job);
  return job.disabledBecause === SYSTEMD_RUNS_IT ? await inSystemd(host, job) : undefined;
}

/** The id stands in OpenClaw's own records; from elsewhere imported, only its list says it. */
function inOpenclaw(host: Host, { importIdentity }: Job): Elsewhere {
  const reading = readOpenclawJobs(openclawFolder(host));
  const jobs = reading.kind === 'found' ? (reading.jobs as ({ id?: unknown; enabled?: unknown } | null)[]) : [];
  const source = jobs.find((job) => typeof job?.id === 'string' && identityOf('openclaw', job.id) === importIdentity);
  const word = typeof source?.id === 'string' ? shellWord(source.id) : 'ID, from: openclaw cron list --all';
  return { who: 'OpenClaw', isOff: source?.enabled === false, stop: `openclaw cron disable ${word}` };
}

async function inSystemd(host: Host, { importIdentity, definition }: Job): Promise<Elsewhere> {
  const reading = await readUserTimers(host);
  const timers = reading.kind === 'found' ? reading.timers : [];
  const source = timers.find(({ timer }) => identityOf(`systemd timers of ${host.user}`, timer) === importIdentity);
  const timer = source?.timer ?? `${definition.name}.timer`;
  return { who: 'systemd', isOff: false, stop: `systemctl --user disable --now ${shellWord(timer)}` };
}
