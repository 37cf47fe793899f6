import type { Job } from '../../store/nouns/job.ts';
import type { Run } from '../../store/nouns/run.ts';
import { cutText } from './cut-text.ts';

const KEPT = new Set(['HOME', 'USER', 'LOGNAME', 'SHELL', 'LANG', 'TZ', 'TMPDIR', 'SSH_AUTH_SOCK', 'PATH']);
const KEPT_PREFIXES = ['LC_', 'XDG_'];
const PATH_WITHOUT_ONE = '/usr/local/bin:/usr/bin:/bin';

/**
 * What a job's process sees: a short list from our own surroundings, what the job adds, and words about the run.
 * Our configuration, npm's variables and every token stay behind, because only what is named here is taken along.
 */
export function jobEnvironment(
  own: Readonly<Record<string, string | undefined>>,
  job: Job,
  run: Run,
  added: Readonly<Record<string, string>>,
  folder: string,
): Record<string, string> {
  const environment: Record<string, string> = { PATH: PATH_WITHOUT_ONE };
  for (const [name, value] of Object.entries(own)) {
    if (value === undefined) continue;
    if (KEPT.has(name) || KEPT_PREFIXES.some((prefix) => name.startsWith(prefix))) environment[name] = value;
  }
  return { ...environment, ...added, ...aboutTheRun(job, run), OPENCLAW_RUN_FOLDER: folder };
}

function aboutTheRun(job: Job, run: Run): Record<string, string> {
  const slotAt = run.slotAt;
  return {
    OPENCLAW_RUN_ID: String(run.id),
    OPENCLAW_JOB_ID: job.id,
    OPENCLAW_JOB_NAME: job.definition.name,
    OPENCLAW_CAUSE: run.cause,
    OPENCLAW_ATTEMPT: String(run.retryCount + 1),
    OPENCLAW_IDEMPOTENCY_KEY: run.idempotencyKey,
    OPENCLAW_LATE_MS: String(slotAt === undefined ? 0 : Math.max(0, run.createdAt - slotAt)),
    ...(slotAt === undefined ? {} : { OPENCLAW_SLOT: new Date(slotAt).toISOString() }),
    ...(run.triggeredByRun === undefined ? {} : { OPENCLAW_TRIGGERED_BY_RUN: String(run.triggeredByRun) }),
  };
}

/** The run that a chain run follows, with what it printed. */
export type Trigger = { run: Pick<Run, 'id' | 'jobId' | 'jobName' | 'status'>; output: string };

/** Linux takes 128 KiB of one variable; the whole is a command away. */
const OUTPUT_BYTES_MAX = 32 * 1024;

/** What a child is told of its parent's run. A variable cannot hold a NUL. */
export const triggerEnvironment = ({ run, output }: Trigger): Record<string, string> => ({
  OPENCLAW_TRIGGERED_BY_JOB: run.jobId,
  OPENCLAW_TRIGGERED_BY_NAME: run.jobName,
  OPENCLAW_TRIGGERED_BY_STATUS: run.status,
  OPENCLAW_TRIGGERED_BY_OUTPUT: cutText(output.replaceAll('\0', ''), OUTPUT_BYTES_MAX),
});
