// Turns a crontab into jobs that do what cron did: same times, same zone, same shell, same directory, same input.

import { createHash } from 'node:crypto';
import { createNamer } from './job-name.ts';
import { type CrontabEntry, type CrontabLine, normalisedLine, parseCrontab } from './lines.ts';
import { asUser } from './other-user.ts';
import { planNotes } from './plan-notes.ts';
import { withHashedTimes } from './random-times.ts';
import { splitAtPercent, withStandardInput } from './standard-input.ts';
import { findUserColumn, readHeading, readSystemCommand } from './user-column.ts';
import { isPassedOn } from './variables.ts';

export type ImportItem =
  | { kind: 'job'; line: number; raw: string; identity: string; job: Record<string, unknown>; notes: string[] }
  | { kind: 'refused'; line: number; raw: string; reason: string };

export type CrontabPlan = { items: ImportItem[]; notes: string[] };

export type PlanContext = {
  /** The file's path, or whose crontab it is: part of every line's identity. */
  source: string;
  /** A system crontab has a user column; a user's own has none. */
  form?: 'user' | 'system';
  machineZone: string;
  user: string;
  home: string;
  isKnownZone(zone: string): boolean;
  checkCron(expression: string, zone: string, seed: string): CronVerdict;
};

export type CronVerdict = { kind: 'ok'; notes: string[] } | { kind: 'refused'; reason: string };

export const CRON_DEFAULT_PATH = '/usr/bin:/bin';
const CRON_DEFAULT_SHELL = '/bin/sh';
const COMMAND_BYTES_MAX = 120_000;
const RUN_TIMEOUT_LONGEST_MS = 604_800_000;
const DELAY_MINUTES_MAX = 1_440;

export function planCrontab(text: string, context: PlanContext): CrontabPlan {
  const lines = parseCrontab(text);
  const comments = lines.flatMap((line) => (line.kind === 'comment' ? [line.raw] : []));
  const heading = readHeading(context.source, comments);
  const nameOf = createNamer();
  const items = lines.flatMap((line) => planLine(line, heading, nameOf, context));
  return { items, notes: planNotes(text, lines, items) };
}

type NameOf = (command: string) => string;

function planLine(
  line: CrontabLine,
  heading: 'with-user' | 'plain',
  nameOf: NameOf,
  context: PlanContext,
): ImportItem[] {
  if (line.kind === 'refused') return [line];
  if (line.kind !== 'entry') return [];
  if (context.form === 'system') return [planSystemEntry(line.entry, nameOf, context)];
  const column = findUserColumn(line.entry.command, heading);
  if (column.kind === 'found') return [refusedItem(line.entry, userColumnReason(column.user))];
  return [planEntry(line.entry, identify(line.entry, context.source), nameOf, context)];
}

function planSystemEntry(entry: CrontabEntry, nameOf: NameOf, context: PlanContext): ImportItem {
  const reading = readSystemCommand(entry.command, context.user);
  if (reading.kind === 'refused') return refusedItem(entry, reading.reason);
  const { kind, user, command } = reading;
  const identity = identify({ ...entry, command: `${user} ${command}` }, context.source);
  return planEntry({ ...entry, command }, identity, nameOf, kind === 'own' ? context : { ...context, runAs: user });
}

const userColumnReason = (user: string): string =>
  `"${user}" looks like the user column of a system crontab, which import crontab --system reads; in a user's crontab the command follows the five fields`;

/** `runAs`: the user of a system crontab's line, where that is not the one who imports it. */
type EntryContext = PlanContext & { runAs?: string };

function planEntry(entry: CrontabEntry, identity: string, nameOf: NameOf, context: EntryContext): ImportItem {
  const zone = entry.zone ?? context.machineZone;
  const schedule = withHashedTimes(entry.schedule);
  const parts = splitAtPercent(entry.command);
  const shell = shellOf(entry);
  const { runAs } = context;
  const own = runAs === undefined ? { shell, ...parts } : { ...parts, ...asUser(runAs, entry, shell, parts.command) };
  const wrapped = withStandardInput(own.shell, own);
  const verdict =
    parts.command.trim() === ''
      ? refuse('nothing is left to run before the %')
      : checkEntry(entry, { zone, schedule, shell, command: wrapped.command, identity }, context);
  if (verdict.kind === 'refused') return refusedItem(entry, verdict.reason);
  const as = runAs === undefined ? [] : [`it runs as ${runAs}, by runuser, in the home of ${runAs}`];
  const notes = [...as, ...entryNotes(entry, parts.input, schedule), ...verdict.notes];
  const job = buildJob(entry, { name: nameOf(parts.command), schedule, zone, ...wrapped }, context.home);
  return { kind: 'job', line: entry.line, raw: entry.raw, identity, job, notes };
}

const refuse = (reason: string): CronVerdict => ({ kind: 'refused', reason });

function shellOf(entry: CrontabEntry): string {
  const shell = entry.variables.SHELL;
  return shell === undefined || shell === '' ? CRON_DEFAULT_SHELL : shell;
}

type Found = { zone: string; schedule: string; shell: string; command: string; identity: string };

function checkEntry(entry: CrontabEntry, found: Found, context: PlanContext): CronVerdict {
  if (entry.zone !== undefined && !context.isKnownZone(entry.zone)) {
    return refuse(`CRON_TZ=${entry.zone} is no time zone this machine knows`);
  }
  if (!found.shell.startsWith('/')) return refuse(`SHELL=${found.shell} is not a full path: cron could not start it`);
  const home = entry.variables.HOME;
  if (home && !home.startsWith('/')) return refuse(`HOME=${home} is not a full path: cron could not go there`);
  if (Buffer.byteLength(found.command) > COMMAND_BYTES_MAX)
    return refuse(`the command is longer than ${COMMAND_BYTES_MAX} bytes`);
  return context.checkCron(found.schedule, found.zone, found.identity);
}

function buildJob(
  entry: CrontabEntry,
  parts: { name: string; schedule: string; zone: string; shell: string; command: string },
  home: string,
): Record<string, unknown> {
  const delay = Number(entry.variables.RANDOM_DELAY);
  return {
    name: parts.name,
    schedule_cron: parts.schedule,
    schedule_tz: parts.zone,
    dst: 'cronie',
    ...(delay > 0 && delay <= DELAY_MINUTES_MAX ? { jitter_s: Math.round(delay * 60) } : {}),
    session_target: 'shell',
    payload_message: parts.command,
    shell: parts.shell,
    cwd: entry.variables.HOME || home,
    env: commandEnvironment(entry),
    run_timeout_ms: RUN_TIMEOUT_LONGEST_MS,
    overlap_policy: 'allow',
    delivery_mode: 'none',
    origin: 'crontab',
  };
}

function commandEnvironment(entry: CrontabEntry): Record<string, string> {
  const kept = Object.entries(entry.variables).filter(([name]) => isPassedOn(name));
  return { PATH: CRON_DEFAULT_PATH, ...Object.fromEntries(kept) };
}

function entryNotes(entry: CrontabEntry, input: string, schedule: string): string[] {
  const notes: string[] = [];
  if (input !== '') notes.push('what follows % is given to the command as standard input, inside the command');
  if (entry.raw.trimStart().startsWith('-'))
    notes.push('the leading "-" (not logged) is not kept: every run is recorded');
  if (schedule !== entry.schedule)
    notes.push('"~" is drawn once for the job, not anew each time the crontab is loaded');
  if (/(^|[^\\])(\\\\)*\\$/.test(entry.command))
    notes.push('the backslash at the end joins no lines: cron knows no continued lines');
  return notes;
}

function identify(entry: CrontabEntry, source: string): string {
  const text = [source, normalisedLine(entry.schedule, entry.command), entry.ordinal].join('\n');
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

const refusedItem = (entry: CrontabEntry, reason: string): ImportItem => ({
  kind: 'refused',
  line: entry.line,
  raw: entry.raw,
  reason,
});
