import { causeKey, causeOf } from '../../engine/rules/failure-cause.ts';
import { failureOf } from '../state/fold.ts';
import type { AnyRow, ListId, ListRows } from '../state/view.ts';
import type { Field, Filter } from './parse.ts';

/** What of a row words are looked for in, and what its fields are. */
export type Facts = { text: string; fields: Readonly<Partial<Record<Field, readonly string[]>>> };

const FAILED: ReadonlySet<string> = new Set(['error', 'timeout', 'crashed']);
const statusesOf = (status: string | undefined): string[] =>
  status === undefined ? [] : [status.replace('timed_out', 'lapsed'), ...(FAILED.has(status) ? ['failed'] : [])];
const some = (...values: (string | number | undefined)[]): string[] =>
  values.flatMap((value) => (value === undefined ? [] : [String(value)]));

export function factsOf(id: ListId, row: AnyRow): Facts {
  switch (id) {
    case 'due.next':
    case 'due.paused':
    case 'jobs.all':
    case 'jobs.tree':
    case 'jobs.disabled':
      return ofJob(row as ListRows['jobs.all']);
    case 'runs.now':
      return ofLive(row as ListRows['runs.now']);
    case 'runs.recent':
      return ofPast(row as ListRows['runs.recent']);
    case 'approvals.pending':
    case 'approvals.decided':
      return ofApproval(row as ListRows['approvals.pending']);
    case 'alerts.open':
    case 'alerts.acknowledged': {
      const { title, detail, kind, severity, state } = row as ListRows['alerts.open'];
      return {
        text: `${title} ${detail}`,
        fields: { job: [title], kind: [kind, severity], risk: [severity], status: [state, severity] },
      };
    }
    case 'activity.decisions':
    case 'activity.audit':
    case 'activity.log': {
      const { who, text, state } = row as ListRows['activity.audit'];
      return { text: `${who} ${text}`, fields: { by: [who], job: [text], status: statusesOf(state), kind: [state] } };
    }
  }
}

const OF_JOBS: readonly Field[] = ['job', 'status', 'tag', 'pool', 'kind'];
const OF_APPROVALS: readonly Field[] = ['job', 'status', 'risk', 'by', 'cause'];
const OF_ALERTS: readonly Field[] = ['job', 'status', 'risk', 'kind'];
const OF_ACTIVITY: readonly Field[] = ['job', 'status', 'by', 'kind'];

/** The fields that rows of a list have. */
export const FIELDS_OF: Readonly<Record<ListId, readonly Field[]>> = {
  'due.next': OF_JOBS,
  'due.paused': OF_JOBS,
  'jobs.all': OF_JOBS,
  'jobs.tree': OF_JOBS,
  'jobs.disabled': OF_JOBS,
  'runs.now': ['job', 'status', 'tag', 'pool', 'by', 'kind'],
  'runs.recent': ['job', 'status', 'tag', 'pool', 'by', 'cause', 'exit'],
  'approvals.pending': OF_APPROVALS,
  'approvals.decided': OF_APPROVALS,
  'alerts.open': OF_ALERTS,
  'alerts.acknowledged': OF_ALERTS,
  'activity.decisions': OF_ACTIVITY,
  'activity.audit': OF_ACTIVITY,
  'activity.log': OF_ACTIVITY,
};

/** Why nothing can match: no row of this list has what is asked for. */
export function fieldHint(id: ListId, { terms }: Filter): string | undefined {
  const foreign = terms.find((term) => term.kind === 'field' && !term.negated && !FIELDS_OF[id].includes(term.field));
  if (foreign?.kind !== 'field') return undefined;
  return `no ${foreign.field} in this list; it has ${FIELDS_OF[id].join(', ')}`;
}

function ofJob(row: ListRows['jobs.all']): Facts {
  const states = [...(row.active ? ['running'] : []), ...standingOf(row)];
  return {
    text: row.name,
    fields: {
      job: [row.name],
      status: [...states, ...statusesOf(row.lastStatus)],
      tag: row.tags ?? [],
      pool: some(row.pool),
      kind: some(row.kind),
    },
  };
}

/** Of an imported job that waits until cron lets go of its line its plan says paused: it is found by both words. */
function standingOf({ enabled, disabledBecause = '', ...row }: ListRows['jobs.all']): string[] {
  const isPaused = row.paused === true || 'pausedBy' in row || (!enabled && disabledBecause.endsWith(RUNS_ELSEWHERE));
  const words = [...(enabled ? [] : ['disabled']), ...(isPaused ? ['paused'] : [])];
  return words.length === 0 ? ['on'] : words;
}

const RUNS_ELSEWHERE = ' runs it';

function ofLive(row: ListRows['runs.now']): Facts {
  const pool = row.blockedOn?.startsWith('pool:') === true ? row.blockedOn.slice('pool:'.length) : undefined;
  return {
    text: row.jobName,
    fields: {
      job: [row.jobName],
      status: [row.kind === 'queued' ? 'queued' : row.status],
      by: [row.requestedBy.name],
      pool: some(row.pool, pool),
      tag: row.tags ?? [],
      kind: [row.kind],
    },
  };
}

function ofPast(row: ListRows['runs.recent']): Facts {
  return {
    text: row.jobName,
    fields: {
      job: [row.jobName],
      status: statusesOf(row.status),
      cause: [...(row.cause === 'manual' ? ['manual', 'hand'] : [row.cause]), ...failureCause(row)],
      exit: some(row.exitCode, row.signal),
      by: some(row.by),
      pool: some(row.pool),
      tag: row.tags ?? [],
    },
  };
}

/** The same name that the alerts of this failure have. */
function failureCause(row: ListRows['runs.recent']): string[] {
  const failure = failureOf(row);
  const cause = failure === undefined ? undefined : causeOf(failure);
  return cause === undefined ? [] : [causeKey(cause)];
}

function ofApproval(row: ListRows['approvals.pending']): Facts {
  return {
    text: `${row.jobName} ${row.subject.payload}`,
    fields: {
      job: [row.jobName],
      risk: [row.risk],
      status: statusesOf(row.status),
      by: some(row.decidedBy?.name, row.requestedBy.name),
      cause: some(row.askedBecause),
    },
  };
}
