import type { Commands, Refusal, Result } from '../src/engine/commands.ts';
import { commentedOut, type LineMove, movedLines, putBack } from '../src/engine/imports/crontab/moved-line.ts';
import { readUserCrontabLater } from '../src/engine/ports/crontab-source.ts';
import type { Host } from '../src/engine/ports/host.ts';
import type { Actor } from '../src/store/nouns/actor.ts';
import type { Job } from '../src/store/nouns/job.ts';
import type { Store } from '../src/store/store.ts';
import { CRON_RUNS_IT, planFor, userCrontabName } from './crontab-plan.ts';
import { writeChecked } from './crontab-writing.ts';

type Around = { host: Host; store: Store; commands: Commands; actor: Actor };

/** Where the line of an imported job stands now. */
export type LineState =
  | { kind: 'in-cron'; move: LineMove }
  | { kind: 'moved' | 'gone' }
  | { kind: 'unreadable'; reason: string };

/** Moves lines of this user's crontab to the jobs that were made of them, and back. */
export function createCrontabMoves(around: Around) {
  const { host } = around;
  return {
    /** What taking a job over would change in the crontab. */
    async lineOf(jobId: string): Promise<LineState> {
      const reading = await readUserCrontabLater(host.env);
      if (reading.kind === 'failed') return { kind: 'unreadable', reason: reading.reason };
      return stateOf(around, reading.kind === 'found' ? reading.text : '', jobId);
    },
    /**
     * Comments the lines out in one write and starts the jobs here; nothing runs in both. `shown`: the line that a person
     * saw, which must still be it.
     */
    takeOver: (jobIds: readonly string[], shown?: string): Promise<Result<{ jobs: Job[]; lines: number }>> =>
      takeOver(around, jobIds, shown),
    /** The other way round: the job is paused, then cron has its line again. */
    giveBack: (jobId: string): Promise<Result<{ job: Job; line: number }>> => giveBack(around, jobId),
  };
}

function stateOf({ host, store }: Around, text: string, jobId: string): LineState {
  if ([...movedLines(text).values()].includes(jobId)) return { kind: 'moved' };
  const identity = store.jobs.get(jobId)?.importIdentity;
  const plan = planFor(host, { name: userCrontabName(host), text });
  const item = plan.items.find((each) => each.kind === 'job' && each.identity === identity);
  const move = item === undefined ? undefined : commentedOut(text, item.line, jobId);
  return move === undefined ? { kind: 'gone' } : { kind: 'in-cron', move };
}

async function takeOver(
  around: Around,
  jobIds: readonly string[],
  shown: string | undefined,
): Promise<Result<{ jobs: Job[]; lines: number }>> {
  const { host, commands, actor } = around;
  const reading = await readUserCrontabLater(host.env);
  if (reading.kind === 'failed') return refused(`not taken over: ${reading.reason}`);
  const before = reading.kind === 'found' ? reading.text : '';
  let text = before;
  let lines = 0;
  for (const jobId of jobIds) {
    const state = stateOf(around, text, jobId);
    if (state.kind !== 'in-cron') continue;
    if (shown !== undefined && state.move.before !== shown) return changed();
    text = state.move.text;
    lines += 1;
  }
  if (shown !== undefined && lines === 0) return changed();
  if (lines > 0) {
    const writing = await writeChecked(around, before, text);
    if (writing.kind === 'failed') return refused(`not taken over: ${writing.reason}`);
  }
  const jobs: Job[] = [];
  for (const jobId of jobIds) {
    const result = commands.enableJob(jobId, actor);
    if (result.kind === 'done') jobs.push(result.value.job);
    else if (result.code !== 'already-enabled') return await undone(around, { before, after: text }, lines, result);
  }
  return { kind: 'done', value: { jobs, lines } };
}

/** A job that cannot be started here must go on where it ran. */
async function undone(
  around: Around,
  { before, after }: { before: string; after: string },
  lines: number,
  refusal: Refusal,
): Promise<Refusal> {
  const writing = lines === 0 ? { kind: 'written' as const } : await writeChecked(around, after, before);
  if (writing.kind === 'written') return { ...refusal, message: `not taken over: ${refusal.message}` };
  return { ...refusal, message: `${refusal.message}; its line stays commented out: ${writing.reason}` };
}

async function giveBack(around: Around, jobId: string): Promise<Result<{ job: Job; line: number }>> {
  const { host, commands, actor } = around;
  const reading = await readUserCrontabLater(host.env);
  const move = reading.kind === 'found' ? putBack(reading.text, jobId) : undefined;
  if (move === undefined) return refused('not given back: no line of the crontab names this job');
  const off = commands.disableJob(jobId, actor, CRON_RUNS_IT);
  if (off.kind !== 'done' && off.code !== 'already-disabled') return off;
  const writing = await writeChecked(around, reading.kind === 'found' ? reading.text : '', move.text);
  if (writing.kind === 'failed') return refused(`not given back to cron, and off here: ${writing.reason}`);
  const job = around.store.jobs.get(jobId);
  return job === undefined ? refused('the job is gone') : { kind: 'done', value: { job, line: move.line } };
}

const refused = (message: string): Refusal => ({ kind: 'refused', code: 'crontab-not-changed', message });
const changed = (): Refusal => ({
  kind: 'conflict',
  code: 'crontab-changed',
  message: 'not taken over: the crontab was changed meanwhile; look again',
});
