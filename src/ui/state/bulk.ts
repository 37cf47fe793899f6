import type { Undo } from '../../engine/rules/undo.ts';
import type { CommandEffect } from './events.ts';
import type { ListId } from './view.ts';

/** What is done to many, one after the other. */
export type BulkVerb =
  | 'approve'
  | 'reject'
  | 'run'
  | 'cancel'
  | 'pause'
  | 'resume'
  | 'enable'
  | 'disable'
  | 'delete'
  | 'snooze'
  | 'acknowledge'
  | 'reopen'
  | 'undo';

/** One of the commands of a key, or the taking back of a change. */
export type BulkCommand = CommandEffect | { kind: 'undo'; undo: Undo };
export type BulkStep = { key: string; name: string; command: BulkCommand };
/** `list`: whose marks it is about; `undoId`: which of the last changes it takes back. */
export type BulkOrder = {
  serial: number;
  verb: BulkVerb;
  steps: readonly BulkStep[];
  list?: ListId;
  undoId?: number;
  /** By a sheet, which has the same serial and can call it off. */
  isAsked?: true;
};
export type BulkEnd = { kind: 'done'; undos: readonly Undo[] } | { kind: 'not'; because: string };
export type BulkResult = { key: string; name: string; end: BulkEnd };
/** An order that is being carried out. */
export type Going = { order: BulkOrder; results: readonly BulkResult[] };

type Words = { done: string; mark: string; one: string; many: string };

/** How each verb is told: `approved 7`, `acknowledged 40 alerts`. */
export const BULK_WORDS: Readonly<Record<BulkVerb, Words>> = {
  approve: { done: 'approved', mark: '✓', one: 'approval', many: 'approvals' },
  reject: { done: 'rejected', mark: '✗', one: 'approval', many: 'approvals' },
  run: { done: 'asked for', mark: '●', one: 'run', many: 'runs' },
  cancel: { done: 'asked to cancel', mark: '■', one: 'run', many: 'runs' },
  pause: { done: 'paused', mark: '‖', one: 'job', many: 'jobs' },
  resume: { done: 'resumed', mark: '✓', one: 'job', many: 'jobs' },
  enable: { done: 'enabled', mark: '✓', one: 'job', many: 'jobs' },
  disable: { done: 'disabled', mark: '‖', one: 'job', many: 'jobs' },
  delete: { done: 'deleted', mark: '■', one: 'job', many: 'jobs' },
  snooze: { done: 'snoozed', mark: '△', one: 'alert', many: 'alerts' },
  acknowledge: { done: 'acknowledged', mark: '△', one: 'alert', many: 'alerts' },
  reopen: { done: 'opened again', mark: '▲', one: 'alert', many: 'alerts' },
  undo: { done: 'took back', mark: '✓', one: 'change', many: 'changes' },
};

export const counted = (verb: BulkVerb, count: number): string =>
  `${count} ${count === 1 ? BULK_WORDS[verb].one : BULK_WORDS[verb].many}`;

const NAMED_MAX = 2;

/** `deploy-web, rotate-certs and 7 more`. */
export function namesOf(names: readonly string[]): string {
  const different = [...new Set(names)];
  const shown = different.slice(0, NAMED_MAX).join(', ');
  const more = different.length - NAMED_MAX;
  return more > 0 ? `${shown} and ${more} more` : shown;
}

/** Of a refusal what comes behind `not approved: `, which is said once for all. */
export const withoutVerb = (message: string): string => message.replace(/^not [a-z]+(?: [a-z]+)?: /, '');
