import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** A timer and what it starts, each as its file and drop-ins say it. */
export type TimerSource = { timer: string; timerText: string; service: string; serviceText: string | undefined };

/** What is known of a user's timers; `none`: there is no systemd, or it has none for this user. */
export type TimersReading = { kind: 'found'; timers: TimerSource[] } | { kind: 'none'; reason: string };

type Around = { env: Readonly<Record<string, string | undefined>>; homeDir: string };

const ANSWER_MS_MAX = 10_000;
const OUTPUT_BYTES_MAX = 4 * 1024 * 1024;
const TIMERS_MAX = 500;

/** Asks the user's manager; where that does not run (no login session), reads the files in the user's own folder. */
export async function readUserTimers(around: Around): Promise<TimersReading> {
  const names = await askNames(around);
  if (names === undefined) return fromFiles(around);
  const timers: TimerSource[] = [];
  for (const timer of names.slice(0, TIMERS_MAX)) {
    const timerText = await cat(around, timer);
    if (timerText === undefined) continue;
    const service = serviceOf(timer, timerText);
    timers.push({ timer, timerText, service, serviceText: await cat(around, service) });
  }
  return found(timers);
}

const found = (timers: TimerSource[]): TimersReading =>
  timers.length === 0 ? { kind: 'none', reason: 'this user has no systemd timers' } : { kind: 'found', timers };

async function askNames(around: Around): Promise<string[] | undefined> {
  const text = await systemctl(around, ['list-timers', '--all', '--output=json', '--no-pager']);
  try {
    const rows: unknown = text === undefined ? undefined : JSON.parse(text);
    if (!Array.isArray(rows)) return undefined;
    return rows.flatMap((row: { unit?: unknown } | null) => (isTimer(row?.unit) ? [row.unit] : []));
  } catch {
    // An older systemctl answers in another form; the files say the same.
    return undefined;
  }
}

const isTimer = (unit: unknown): unit is string => typeof unit === 'string' && /^[\w@:.\\-]{1,200}\.timer$/.test(unit);

const cat = (around: Around, unit: string): Promise<string | undefined> =>
  systemctl(around, ['cat', '--no-pager', '--', unit]);

async function systemctl({ env }: Around, words: readonly string[]): Promise<string | undefined> {
  try {
    const { stdout } = await promisify(execFile)('systemctl', ['--user', ...words], {
      env: { ...env, LC_ALL: 'C' },
      timeout: ANSWER_MS_MAX,
      maxBuffer: OUTPUT_BYTES_MAX,
    });
    return stdout;
  } catch {
    // Not there, no manager for this user, no such unit: all of it means that nobody answers.
    return undefined;
  }
}

function serviceOf(timer: string, text: string): string {
  const named = [...text.matchAll(/^\s*Unit\s*=\s*(\S+)/gm)].at(-1)?.[1];
  return named ?? timer.replace(/\.timer$/, '.service');
}

function fromFiles({ homeDir, env }: Around): TimersReading {
  const folder = join(env.XDG_CONFIG_HOME || join(homeDir, '.config'), 'systemd', 'user');
  const names = readFolder(folder).filter(isTimer).sort().slice(0, TIMERS_MAX);
  const timers = names.flatMap((timer): TimerSource[] => {
    const timerText = readUnitFile(folder, timer);
    if (timerText === undefined) return [];
    const service = serviceOf(timer, timerText);
    return [{ timer, timerText, service, serviceText: readUnitFile(folder, service) }];
  });
  return found(timers);
}

/** The file, and behind it its drop-ins by name, as systemd reads them. */
function readUnitFile(folder: string, unit: string): string | undefined {
  const dropIns = readFolder(join(folder, `${unit}.d`))
    .filter((name) => name.endsWith('.conf'))
    .sort();
  try {
    const files = [join(folder, unit), ...dropIns.map((name) => join(folder, `${unit}.d`, name))];
    return files.map((file) => readFileSync(file, 'utf8')).join('\n');
  } catch {
    return undefined;
  }
}

function readFolder(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
