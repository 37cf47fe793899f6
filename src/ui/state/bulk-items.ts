import type { MarkedFacts, MarkedRef } from '../../store/snapshot/marked.ts';
import { nameOf, type Selection } from './selection.ts';

/** What a sheet asks of many at once. */
export const SHEET_VERBS = [
  'approve',
  'reject',
  'run',
  'cancel',
  'pause',
  'resume',
  'enable',
  'disable',
  'delete',
  'snooze',
] as const;
export type SheetVerb = (typeof SHEET_VERBS)[number];

/** What was marked: its row's key, and what that stood for. */
export type BulkSubject = { key: string; selection: Selection };
/** What it would be done to: a job, or what the row itself is. */
export type BulkTarget =
  | { kind: 'approval'; id: number; revision: number }
  | { kind: 'alert'; id: number }
  | { kind: 'run'; id: number }
  | { kind: 'again'; id: number }
  | { kind: 'dispatch'; id: number }
  | { kind: 'job'; id: string };
/** One thing that would be done, whole. */
export type BulkItem = { key: string; name: string; target: BulkTarget; runs?: string; priority: number };
/** One that is left alone, and why. */
export type LeftOut = { name: string; because: string };
export type BulkItems = { items: readonly BulkItem[]; left: readonly LeftOut[] };

/**
 * What a verb would be done to, as things stand now. What is high risk, or what the verb does not fit any more, is left out
 * and named; two rows of one job are one where the verb is about jobs. What is started is in the order of its priority.
 */
export function bulkItems(
  verb: SheetVerb,
  subjects: readonly BulkSubject[],
  factsOf: (ref: MarkedRef) => MarkedFacts | undefined,
): BulkItems {
  const items = new Map<string, BulkItem>();
  const left: LeftOut[] = [];
  for (const { key, selection } of subjects) {
    const found = fitting(verb, selection, factsOf);
    if ('because' in found) left.push(found);
    else {
      const { target, facts } = found;
      const id = `${target.kind}:${target.id}`;
      const { name, runs, priority } = facts;
      if (!items.has(id)) items.set(id, { key, name, target, priority, ...(runs === undefined ? {} : { runs }) });
    }
  }
  const listed = [...items.values()];
  const isStarting = verb === 'approve' || verb === 'run';
  return { items: isStarting ? listed.toSorted((a, b) => b.priority - a.priority) : listed, left };
}

type Fit = { target: BulkTarget; facts: MarkedFacts } | LeftOut;
type FactsOf = (ref: MarkedRef) => MarkedFacts | undefined;

function fitting(verb: SheetVerb, selection: Selection, factsOf: FactsOf): Fit {
  switch (verb) {
    case 'approve':
    case 'reject':
      return ofApproval(selection, factsOf);
    case 'cancel':
      return selection.kind === 'queued' ? ofQueued(selection, factsOf) : ofLiveRun(selection, factsOf);
    case 'snooze':
      return ofAlert(selection, factsOf);
    case 'run':
      return selection.kind === 'past' || selection.kind === 'run'
        ? ofRunAgain(selection.runId, factsOf)
        : ofJob(verb, selection, factsOf);
    case 'pause':
    case 'resume':
    case 'enable':
    case 'disable':
    case 'delete':
      return ofJob(verb, selection, factsOf);
  }
}

function ofApproval(selection: Selection, factsOf: FactsOf): Fit {
  if (selection.kind !== 'approval') return { name: nameOf(selection), because: 'not an approval' };
  const { approvalId: id, jobName: name } = selection;
  const facts = factsOf({ kind: 'approval', id });
  if (facts === undefined) return { name, because: 'it is not there any more' };
  if (facts.state !== 'pending') return { name, because: decided(facts) };
  if (facts.risk === 'high') return { name, because: 'high risk, so only by itself' };
  return { target: { kind: 'approval', id, revision: facts.revision ?? 0 }, facts };
}

function decided({ state, by, note }: MarkedFacts): string {
  const said = note === undefined || note === '' ? '' : ` (“${note}”)`;
  if (state === 'timed_out') return 'it lapsed';
  const word = state === 'rejected' ? 'rejected' : state === 'cancelled' ? 'closed' : 'approved';
  return `${by ?? 'engine'} ${word} it${said}`;
}

function ofLiveRun(selection: Selection, factsOf: FactsOf): Fit {
  const name = nameOf(selection);
  if (selection.kind !== 'run') return { name, because: 'not a run that goes on' };
  const facts = factsOf({ kind: 'run', id: selection.runId });
  if (facts === undefined) return { name, because: 'it is not there any more' };
  const isOver = facts.state !== 'running' && facts.state !== 'pending';
  return isOver
    ? { name, because: `it ended ${facts.state}` }
    : { target: { kind: 'run', id: selection.runId }, facts };
}

function ofQueued({ dispatchId: id, jobName: name }: Extract<Selection, { kind: 'queued' }>, factsOf: FactsOf): Fit {
  const facts = factsOf({ kind: 'dispatch', id });
  return facts?.state === 'pending'
    ? { target: { kind: 'dispatch', id }, facts }
    : { name, because: 'it waits no more' };
}

function ofAlert(selection: Selection, factsOf: FactsOf): Fit {
  const name = nameOf(selection);
  if (selection.kind !== 'alert') return { name, because: 'not an alert' };
  const facts = factsOf({ kind: 'alert', id: selection.alertId });
  if (facts === undefined || facts.state === 'resolved') return { name, because: 'it is resolved' };
  return { target: { kind: 'alert', id: selection.alertId }, facts };
}

function ofRunAgain(id: number, factsOf: FactsOf): Fit {
  const facts = factsOf({ kind: 'run', id });
  if (facts === undefined) return { name: `run ${id}`, because: 'it is not there any more' };
  const job = facts.jobId === undefined ? undefined : factsOf({ kind: 'job', id: facts.jobId });
  if (job === undefined || job.state === 'deleted') return { name: facts.name, because: 'its job was deleted' };
  return { target: { kind: 'again', id }, facts: { ...facts, name: `${facts.name}, run ${id}` } };
}

function ofJob(verb: SheetVerb, selection: Selection, factsOf: FactsOf): Fit {
  const jobId = jobIdOf(selection, factsOf);
  const facts = jobId === undefined ? undefined : factsOf({ kind: 'job', id: jobId });
  if (jobId === undefined) return { name: nameOf(selection), because: 'no job belongs to it' };
  if (facts === undefined || facts.state === 'deleted') return { name: nameOf(selection), because: 'it was deleted' };
  const because = whyNot(verb, facts);
  return because === undefined ? { target: { kind: 'job', id: jobId }, facts } : { name: facts.name, because };
}

/** An alert that was folded under another one knows its job only in the database. */
function jobIdOf(selection: Selection, factsOf: FactsOf): string | undefined {
  if (selection.kind !== 'alert' || selection.jobId !== undefined) return selection.jobId;
  return factsOf({ kind: 'alert', id: selection.alertId })?.jobId;
}

function whyNot(
  verb: SheetVerb,
  { state, disabledBecause = '', hasHistory, isPaused }: MarkedFacts,
): string | undefined {
  switch (verb) {
    case 'enable':
      if (state === 'on') return 'it is on already';
      return disabledBecause.endsWith(' runs it') ? `${disabledBecause}, so only by itself` : undefined;
    case 'disable':
      return state === 'off' ? 'it is off already' : undefined;
    case 'delete':
      return hasHistory ? 'it has a history, so only by itself, with its name' : undefined;
    case 'resume':
      return isPaused ? undefined : 'it is not paused by itself';
    default:
      return undefined;
  }
}
