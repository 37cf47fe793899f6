import { parseJob } from '../../src/engine/rules/job/index.ts';
import type { Evidence } from '../../src/engine/rules/outcome.ts';
import { type Actor, ENGINE } from '../../src/store/nouns/actor.ts';
import type { Approval } from '../../src/store/nouns/approval.ts';
import type { Dispatch } from '../../src/store/nouns/dispatch.ts';
import type { Job } from '../../src/store/nouns/job.ts';
import type { JobDefinition } from '../../src/store/nouns/job-fields.ts';
import type { Run } from '../../src/store/nouns/run.ts';

/** Monday, 2026-11-23 12:00:00 UTC: where every test's time begins. */
export const NOON = Date.UTC(2026, 10, 23, 12);
export const ANA: Actor = { kind: 'person', name: 'ana', via: 'console', tty: 'pts/1' };
export const BEN: Actor = { kind: 'person', name: 'ben', via: 'cli', ssh: '10.0.0.7' };

export type JobWords = Readonly<Record<string, unknown>>;

/** What an operator would write for a shell job; a watchdog needs its check only. */
export const jobInput = (fields: JobWords = {}): Record<string, unknown> => ({
  name: 'backup',
  session_target: 'shell',
  payload_message: 'backup.sh',
  ...fields,
});

export const aDefinition = (fields: JobWords = {}): JobDefinition => {
  const parsed = parseJob(jobInput(fields), { now: NOON, machineZone: 'UTC', allowPast: true });
  if (parsed.kind === 'refused') throw new Error(parsed.problems.map(({ line }) => line).join('\n'));
  return parsed.definition;
};

/** A stored job: `fields` are the definition's, `row` is what has become of it. */
export const aJob = (fields: JobWords = {}, row: Partial<Job> = {}): Job => ({
  id: 'j1',
  definition: aDefinition(fields),
  enabled: true,
  revision: 1,
  scheduleRevision: 1,
  createdAt: NOON,
  createdBy: ANA,
  updatedAt: NOON,
  anchorAt: NOON,
  consecutiveErrors: 0,
  last10: '',
  okDurations: [],
  ...row,
});

export const aDispatch = (changes: Partial<Dispatch> = {}): Dispatch => ({
  id: 5,
  jobId: 'j1',
  cause: 'schedule',
  occasionKey: `slot:j1:${NOON}`,
  status: 'claimed',
  dueAt: NOON,
  rank: NOON,
  slotAt: NOON,
  queued: false,
  errorCount: 0,
  retryCount: 0,
  requestedBy: ENGINE,
  createdAt: NOON,
  ...changes,
});

export const aRun = (changes: Partial<Run> = {}): Run => ({
  id: 7,
  jobId: 'j1',
  jobName: 'backup',
  jobRevision: 1,
  dispatchId: 5,
  cause: 'schedule',
  status: 'running',
  createdAt: NOON,
  startedAt: NOON,
  slotAt: NOON,
  dueAt: NOON,
  requestedBy: ENGINE,
  retryCount: 0,
  causeRoot: 'run:7',
  idempotencyKey: 'run:7',
  placement: 'local',
  fence: 1,
  outBytes: 0,
  errBytes: 0,
  ...changes,
});

export const anApproval = (changes: Partial<Approval> = {}): Approval => ({
  id: 3,
  revision: 1,
  jobId: 'j1',
  jobName: 'backup',
  dispatchId: 5,
  runId: 7,
  status: 'approved',
  risk: 'normal',
  subject: { jobRevision: 1, target: 'shell', payload: 'backup.sh', envNames: [], timeoutMs: 300_000 },
  digest: 'digest',
  askedBecause: 'chain',
  requestedBy: ENGINE,
  askedAt: NOON,
  expiresAt: NOON + 3_600_000,
  onTimeout: 'reject',
  ...changes,
});

export const printed = (stdout = '', stderr = ''): Evidence => ({
  stdout,
  stderr,
  stdoutCut: false,
  stderrCut: false,
  outBytes: Buffer.byteLength(stdout),
  errBytes: Buffer.byteLength(stderr),
  ...(stdout === '' ? {} : { summary: stdout.trimEnd().split('\n').at(-1) ?? '' }),
});
