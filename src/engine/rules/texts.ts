import type { Approval } from '../../store/nouns/approval.ts';
import type { Evidence, WatchdogVerdict } from './outcome.ts';
import { spellDuration } from './spell-duration.ts';

/** What a message says. */
export type Told = { title: string; body: string };
/** What an alert says. */
export type Shown = { title: string; detail: string };

export type NextAttempt =
  | { kind: 'none' }
  | { kind: 'retry'; attempt: number; of: number; delayMs: number }
  | { kind: 'replay' };

type LateTogether = { first: readonly string[]; jobName: string; runId: number; dueAt: number; worstMs: number };

const FIRST_LINES_MAX = 20;
const FIRST_CHARACTERS_MAX = 2_000;
const REPLY_CHARACTERS_MAX = 5_000;
const PAYLOAD_CHARACTERS_MAX = 1_000;
const CHECK_CHARACTERS_MAX = 500;
const NOTE_CHARACTERS_MAX = 500;
const CUT = ' … (cut)';

/** What people are told of approvals and runs: each text stands here once, short and factual, whoever sends or shows it. */
export const messageTexts = {
  approvalAsked: (jobName: string, { id, subject, risk, onTimeout, askedAt, expiresAt }: Approval): Told => ({
    title: `${jobName} asks for approval`,
    body: [
      `would run: ${cut(subject.payload, PAYLOAD_CHARACTERS_MAX)}`,
      `approve: openclaw-tui approvals approve ${id}${risk === 'high' ? ' --confirm NAME (high risk: the job’s name)' : ''}, or in the console`,
      `reject: openclaw-tui approvals reject ${id}, or in the console`,
      `time left: ${wholeSeconds(expiresAt - askedAt)}, until ${instant(expiresAt)}`,
      `without an answer it is then ${onTimeout === 'approve' ? 'approved' : 'rejected'}`,
    ].join('\n'),
  }),
  approvalTimedOut: (jobName: string, { id, subject, onTimeout }: Approval): Told => ({
    title: `${jobName}: nobody answered`,
    body: `approval ${id} lapsed and is ${onTimeout === 'approve' ? 'approved, and starts' : 'rejected'}; it would run: ${cut(subject.payload, PAYLOAD_CHARACTERS_MAX)}`,
  }),
  approvalRejected: (jobName: string, { id, subject, decidedBy, note }: Approval): Told => ({
    title: `${jobName}: rejected`,
    body: [
      `approval ${id} is rejected by ${decidedBy?.name ?? 'somebody'}${note === undefined || note === '' ? '' : `: ${cut(note, NOTE_CHARACTERS_MAX)}`}`,
      `would have run: ${cut(subject.payload, PAYLOAD_CHARACTERS_MAX)}`,
    ].join('\n'),
  }),
  runFailed: (jobName: string, facts: { error: string | undefined; next: NextAttempt; printed: string }): Told => ({
    title: `${jobName} failed`,
    body: [`⚠ ${jobName} failed: ${facts.error ?? 'no reason given'}`, nextLine(facts.next), firstLines(facts.printed)]
      .filter((line) => line !== '')
      .join('\n'),
  }),
  runEnded: (jobName: string, printed: string): Told => ({ title: jobName, body: firstLines(printed) }),
  /** Whole, as far as a message goes: people read it instead of the run. */
  agentSays: (jobName: string, text: string): Told => ({
    title: jobName,
    body: cut(text.trim(), REPLY_CHARACTERS_MAX),
  }),
  /** An alert that goes out as it stands. */
  alert: ({ title, detail }: Shown): Told => ({ title, body: detail }),
};

/** What alerts say. */
export const alertTexts = {
  stuck: (label: string, reason: string, about: string): Shown => ({
    title: `${label} appears stuck: ${reason}`,
    detail: about,
  }),
  checkBroken: (label: string, reason: string, about: string): Shown => ({
    title: `check of ${label} is broken: ${reason}`,
    detail: about,
  }),
  deadMan: (jobName: string, { everyMs, since }: { everyMs: number; since: number }): Shown => ({
    title: `${jobName}: no run ended ok for ${spellDuration(everyMs)}`,
    detail: `expected one since ${instant(since)} (expect_every_s)`,
  }),
  failing: (jobName: string, errors: number, error: string): Shown => ({
    title: `${jobName} failed ${errors}× in a row`,
    detail: error,
  }),
  crashed: (jobName: string, runId: number, error: string): Shown => ({
    title: `${jobName} crashed: run ${runId}`,
    detail: error,
  }),
  lateStart: (jobName: string, { runId, dueAt, lateMs }: { runId: number; dueAt: number; lateMs: number }): Shown => ({
    title: `${jobName} started ${wholeSeconds(lateMs)} late`,
    detail: `run ${runId} was due at ${instant(dueAt)}`,
  }),
  lateTogether: ({ first, jobName, runId, dueAt, worstMs }: LateTogether): Shown => ({
    title: `many jobs started late, up to ${wholeSeconds(worstMs)}`,
    detail: `no engine ran, the machine slept, or it has too much to do; the first of them ${first.join(', ')}; the latest ${jobName}, whose run ${runId} was due at ${instant(dueAt)}`,
  }),
  longRun: (jobName: string, { runId, times, p95Ms }: { runId: number; times: number; p95Ms: number }): Shown => ({
    title: `${jobName}: run ${runId} takes unusually long`,
    detail: `more than ${times} × ${spellDuration(p95Ms)}, which 95 % of its ok runs stay below`,
  }),
  dropped: (jobName: string, why: string): Shown => ({ title: `${jobName}: a dispatch was dropped`, detail: why }),
  deliveryFailed: (target: string, about: { jobName?: string; title: string; reason: string }): Shown => ({
    title: `a message to ${target} was given up`,
    detail: `${about.jobName === undefined ? '' : `job ${about.jobName}: `}“${about.title}”: ${about.reason}`,
  }),
  deliveryHeld: (reason: string, title: string): Shown => ({
    title: `messages are held: ${reason}`,
    detail: `the last one: “${title}”; msg outbox shows them, and they are sent when they can be`,
  }),
  engineError: (jobName: string, error: string): Shown => ({
    title: `${jobName}: the engine could not handle it`,
    detail: error,
  }),
  diskRoom: (folder: string, freeMib: number, verdict: 'low' | 'full'): Shown => ({
    title: `the disk fills up: ${freeMib} MiB are left`,
    detail: `${verdict === 'full' ? 'nothing is started until there is more room; what runs goes on' : 'below 16 MiB, or 1 % of the disk, nothing would be started'} (${folder})`,
  }),
  runWithoutRoom: (jobName: string, runId: number, error: string): Shown => ({
    title: `${jobName}: run ${runId} met a full disk`,
    detail: error,
  }),
  storageTrouble: ({ kind, error, since, until }: StorageTrouble): Shown => ({
    title: `${TROUBLES[kind]} for ${wholeSeconds(until - since)}`,
    detail: `from ${instant(since)} to ${instant(until)}: ${error}; nothing was started meanwhile, and what ended was recorded when it could be`,
  }),
  backup: (why: string): Shown => ({
    title: 'no backup was made',
    detail: `${cut(why, CHECK_CHARACTERS_MAX)}; backup create tries again, and so does the engine within the hour`,
  }),
  damaged: (found: string): Shown => ({
    title: 'the database is damaged',
    detail: `its check after an unclean stop found: ${cut(found, CHECK_CHARACTERS_MAX)}; nothing was changed by it; openclaw-tui doctor says what to do`,
  }),
  lease: (pid: number, host: string): Shown => ({
    title: `the engine was replaced: PID ${pid} on ${host} gave no sign of life for 8 s`,
    detail: 'stopped, suspended or starved: it writes nothing more, and what it had running goes on here',
  }),
  calendar: (path: string, reason: string): Shown => ({
    title: `the calendar ${path} cannot be used`,
    detail: `${reason}; what it said when it was read last still holds`,
  }),
  clock: (byMs: number): Shown => ({
    title: `the clock stepped by ${Math.round(byMs / 1_000)} s, or the machine slept`,
    detail: 'fire times that were passed over are handled by each job’s misfire policy',
  }),
};

type StorageTrouble = { kind: 'disk' | 'database' | 'busy'; error: string; since: number; until: number };

const TROUBLES = {
  disk: 'the disk was full',
  database: 'the database could not be written',
  busy: 'the database was busy',
} as const;

/** What the engine says at once of such a trouble, since it cannot write it down. */
export const troubleLines = {
  disk: 'the disk is full: nothing is started until there is room',
  database: 'the database cannot be written: nothing is started until it can',
  busy: 'the database has been busy for 10 s: nothing is started meanwhile',
} as const;

const WATCHED = {
  stuck: 'appears stuck',
  done: 'finished',
} as const;

/** What a watchdog tells: its label, what became of it, since when, how long, why, and what the check printed. */
export function watchdogText(
  label: string,
  verdict: Extract<WatchdogVerdict, { kind: 'finished' | 'stuck' }>,
  about: string,
): Told {
  if (verdict.kind === 'stuck') return { title: `${label} ${WATCHED.stuck}`, body: about };
  const word = verdict.how === 'done' ? WATCHED.done : `finished as failed (${verdict.status})`;
  return { title: `${label} ${word}`, body: about };
}

export type Watched = { startedAt: number; command: string; thresholdMinutes?: number };

export function watchdogFacts(watched: Watched, verdict: WatchdogVerdict, { stdout, stderr }: Evidence): string {
  const { startedAt, command, thresholdMinutes } = watched;
  const threshold = thresholdMinutes === undefined ? '' : `, threshold ${thresholdMinutes} min`;
  const lines = [`dispatched ${instant(startedAt)}`];
  if (verdict.kind === 'stuck') lines.push(`elapsed ${verdict.elapsedMinutes} min${threshold}`);
  if ('reason' in verdict) lines.push(`reason: ${verdict.reason}`);
  lines.push(`check: ${command}`);
  if (stderr !== '') lines.push(`stderr: ${stderr.slice(0, CHECK_CHARACTERS_MAX)}`);
  if (stdout !== '') lines.push(`stdout: ${stdout.slice(0, CHECK_CHARACTERS_MAX)}`);
  return lines.join('\n');
}

function nextLine(next: NextAttempt): string {
  switch (next.kind) {
    case 'none':
      return 'no retry left';
    case 'retry':
      return `will retry ${next.attempt} of ${next.of} in ${Math.round(next.delayMs / 1_000)} s`;
    case 'replay':
      return 'it is started once more (delivery_guarantee at-least-once)';
  }
}

const instant = (at: number): string => new Date(at).toISOString();
const wholeSeconds = (ms: number): string => spellDuration(Math.max(1_000, Math.floor(ms / 1_000) * 1_000));

const firstLines = (text: string): string =>
  cut(text.trimEnd().split('\n', FIRST_LINES_MAX).join('\n'), FIRST_CHARACTERS_MAX);

/** At a character's border, and marked. */
function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  const end = /[\ud800-\udbff]/.test(text.charAt(most - 1)) ? most - 1 : most;
  return text.slice(0, end) + CUT;
}
