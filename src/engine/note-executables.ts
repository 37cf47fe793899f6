import type { Approval } from '../store/nouns/approval.ts';
import type { Core } from './core.ts';
import { executablePaths } from './rules/executable.ts';

/** So many questions are looked at after one was asked. */
const ASKED_MAX = 10;

/**
 * Keeps with a question what the file was that a yes would execute, for comparison with the one that ran after the last
 * yes. Read after the commit and off the event loop: nobody waits for a slow disk, and a question without it is one too.
 */
export function noteExecutables(core: Core): void {
  const { executables, store } = core.options;
  if (executables === undefined) return;
  core.on((event) => {
    if (event.kind !== 'approval-asked') return;
    const asked = store.approvals.pendingOf(event.jobId).slice(-ASKED_MAX);
    for (const approval of asked) {
      if (approval.subject.file !== undefined) continue;
      // A job that cannot be read, or a database that was closed meanwhile: the question stays as it is.
      void note(core, approval).catch(() => {});
    }
  });
}

async function note(core: Core, { id, jobId, subject }: Approval): Promise<void> {
  const { executables, store, host } = core.options;
  const { env = {} } = store.jobs.get(jobId)?.definition ?? {};
  const path = typeof env.PATH === 'string' ? env.PATH : host.env.PATH;
  const paths = executablePaths(subject, { homeDir: host.homeDir, ...(path === undefined ? {} : { path }) });
  const file = paths.length === 0 ? undefined : await executables?.digest(paths);
  if (file === undefined || core.state === 'stopped') return;
  core.write(() => store.approvals.noteFile(id, file));
}
