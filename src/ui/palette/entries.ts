import fuzzysort from 'fuzzysort';
import type { ApprovalRow } from '../../store/snapshot/approvals.ts';
import { type Place, placeOfApproval, placeOfJob, placeOfRun } from '../go-to/go-to.ts';
import type { Action, Around } from '../state/actions/action.ts';
import { type Keyboard, keysOf } from '../state/actions/keyboard.ts';
import { whyOff } from '../state/actions/press.ts';
import { placeOf } from '../state/actions/table.ts';
import { type ScreenData, type View, waitingIn } from '../state/view.ts';
import { type FoundJob, type FoundRun, type Order, orderOf, type Palette } from './palette.ts';
import { foundByWords } from './search-words.ts';

/** One row of the palette. `errand`: the action that is asked for once its object is selected; `words`: what found it beside its title. */
export type Entry =
  | {
      kind: 'action';
      key: string;
      keys: string;
      title: string;
      action: Action;
      off?: string;
      words?: readonly string[];
    }
  | { kind: 'place'; key: string; keys: string; title: string; state: string; place: Place; errand?: Action };

export const ENTRIES_MAX = 200;
/** Below this letters lie so far apart that nobody meant it. */
const LEAST_SCORE = 0.3;

type World = { keyboard: Keyboard; view: View; data: ScreenData; around: Around };

/** What fits the text, the best first; an empty text shows all that can be done. */
export function entriesOf(palette: Palette, world: World): Entry[] {
  const text = palette.text.trim();
  if (text === '') return listed(world.keyboard.actions).map((action) => actionEntry(action, world));
  const ordered = orderOf(palette.text);
  const placed = places(palette, ordered?.order, world);
  const actions = world.keyboard.actions.map((action) => {
    const { score, words } = scoreOfAction(action, text, world);
    const entry = actionEntry(action, world);
    return { entry: words === undefined ? entry : { ...entry, words }, score };
  });
  return [...actions, ...placed]
    .filter(({ score }) => score >= LEAST_SCORE)
    .sort((a, b) => b.score - a.score)
    .slice(0, ENTRIES_MAX)
    .map(({ entry }) => entry);
}

/** Where the cursor is: on what was moved to, as long as it is there, else on the best. */
export function indexOf(palette: Palette, entries: readonly Entry[]): number {
  const at = palette.chosen === undefined ? 0 : entries.findIndex(({ key }) => key === palette.chosen);
  return Math.max(0, at);
}

const GROUPS = ['act', 'look', 'move'] as const;
const listed = (actions: readonly Action[]): Action[] =>
  GROUPS.flatMap((group) => actions.filter((action) => action.group === group));

function actionEntry(action: Action, { view, data, around, keyboard }: World): Entry {
  const off = atOnceOff(action) ?? whyOff(view, action, keysOf(action) || action.title, { data, ...around, keyboard });
  const keys = keysOf(action);
  const more = keys === '' && action.opens !== undefined && !action.title.endsWith('…') ? '…' : '';
  const entry = { kind: 'action' as const, key: `:${action.id}`, keys, title: action.title + more, action };
  return off === undefined ? entry : { ...entry, off };
}

/** What changes something without a sheet asks for its own key: a list that is typed into must not do it. */
const atOnceOff = (action: Action): string | undefined =>
  action.group === 'act' && action.opens === undefined ? `at once, so only by its key ${keysOf(action)}` : undefined;

type ActionScore = { score: number; words?: readonly string[] };

/** What the title begins with comes before other words for it, those before the rest of the title and scattered letters. */
function scoreOfAction(action: Action, text: string, world: World): ActionScore {
  if (action.keys.includes(text)) return { score: 1.2 };
  const [head = ''] = action.title.split(/[,:]/, 1);
  const byTitle = Math.max(scoreOf(text, head), scoreOf(text, action.id), scoreOf(text, action.title) * TITLE_REST);
  const byWords = foundByWords(action, text);
  const best = byWords !== undefined && byWords.score > byTitle ? byWords : { score: byTitle };
  return isElsewhere(action, world) ? { ...best, score: best.score * ELSEWHERE } : best;
}

const TITLE_REST = 0.8;
/** What counts only where the person is not is found behind what can be done here. */
const ELSEWHERE = 0.6;
const isElsewhere = ({ only }: Action, { view, data }: World): boolean =>
  only !== undefined && only !== placeOf(view, data);

function places(palette: Palette, order: Order | undefined, world: World) {
  const action = world.keyboard.actions.find(({ id }) => id === order?.actionId);
  const wanted = (orderOf(palette.text)?.rest ?? palette.text).trim();
  const verb = order === undefined ? '' : `${order.verb} `;
  // An order that is written out comes before actions that happen to have its letters.
  const bonus = order === undefined ? 0 : 1;
  const errand = action === undefined ? {} : { errand: action };
  if (order?.actionId !== undefined && action === undefined) return [];
  const entry = (found: { key: string; title: string; state: string; place: Place }, score: number) => ({
    entry: { kind: 'place' as const, keys: '', ...found, title: verb + found.title, ...errand },
    score: score + bonus,
  });
  const takes = order?.takes ?? 'anything';
  const jobs = takes === 'job' || takes === 'anything' ? palette.found.jobs : [];
  const runs = takes === 'live-run' || takes === 'anything' ? palette.found.runs : [];
  const approvals = takes === 'approval' ? waitingIn(world.data, 'approvals.pending') : [];
  return [
    ...jobs.map((job) => entry(jobFacts(job), Math.max(scoreOf(wanted, job.name), idScore(wanted, job.jobId)))),
    ...runs
      .filter((run) => takes !== 'live-run' || isLive(run))
      .map((run) => entry(runFacts(run), runScore(wanted, run))),
    ...approvals
      .filter(({ jobName }) => scoreOf(wanted, jobName) >= LEAST_SCORE)
      .map((approval) => entry(approvalFacts(approval), scoreOf(wanted, approval.jobName))),
  ];
}

const isLive = ({ status }: FoundRun): boolean => status === 'running' || status === 'pending';

const jobFacts = (job: FoundJob) => ({
  key: `job:${job.jobId}`,
  title: job.name,
  state: job.enabled ? `job  ${job.scheduleText}` : 'job, disabled',
  place: placeOfJob(job.jobId),
});

const runFacts = (run: FoundRun) => ({
  key: `run:${run.runId}`,
  title: `${run.runId} ${run.jobName}`,
  state: `run, ${run.status.replace('_', ' ')}`,
  place: placeOfRun(run),
});

const approvalFacts = (approval: ApprovalRow) => ({
  key: `approval:${approval.id}`,
  title: approval.jobName,
  state: `approval, ${approval.risk} risk`,
  place: placeOfApproval(approval),
});

/** A name as it was typed is what was meant. */
const scoreOf = (wanted: string, name: string): number =>
  wanted.toLowerCase() === name.toLowerCase() ? 1.1 : (fuzzysort.single(wanted, name)?.score ?? 0);

const idScore = (wanted: string, id: string): number => (wanted.length >= 2 && id.startsWith(wanted) ? 0.9 : 0);

/** Runs stand below the job they are of, but a number is theirs alone. */
function runScore(wanted: string, { runId, jobName }: FoundRun): number {
  const number = String(runId);
  if (number === wanted) return 1.15;
  return number.startsWith(wanted) ? 0.8 : scoreOf(wanted, jobName) * 0.8;
}
