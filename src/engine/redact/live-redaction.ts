import type { Run } from '../../store/nouns/run.ts';
import type { Store } from '../../store/store.ts';
import { jobOfRun } from '../dispatch/job-as-run.ts';
import { hasSecrets, type Own } from '../ports/environment.ts';
import { runFolderPath } from '../ports/processes.ts';
import { createSecretKeeper, type RunSecrets } from './secret-keeper.ts';

/** What has to be taken out of a run's output before somebody sees it; asked anew while it is `unknown`. */
export type LiveRedaction = (run: Run) => RunSecrets;

/** For whoever looks at a run that goes on, in whatever process: what is over was cleaned when it was settled. */
export function createLiveRedaction(store: Store, runsDir: string, own: Own): LiveRedaction {
  const keeper = createSecretKeeper(own);
  return (run) => {
    if (run.finishedAt !== undefined) return NOTHING;
    const known = keeper.known(run.id);
    if (known.length > 0) return { kind: 'known', patterns: known };
    const job = store.jobs.get(run.jobId);
    if (job === undefined) return NOTHING;
    const asRun = jobOfRun(store, job, run);
    const { env } = asRun.definition;
    if (!hasSecrets(env)) return NOTHING;
    // Before its process is on record nobody can ask it what it was given.
    if (run.pid === undefined) return { kind: 'unknown', names: Object.keys(env) };
    return keeper.of(asRun, run, { pid: run.pid, runId: run.id, folder: runFolderPath(runsDir, run.id) });
  };
}

const NOTHING: RunSecrets = { kind: 'known', patterns: [] };

/** Said in the place of output that cannot be shown yet. */
export const withheldText = (names: readonly string[]): string =>
  `(not shown before the run is over: the value of ${names.join(', ')} is not known here)`;
