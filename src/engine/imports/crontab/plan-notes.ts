// What an operator should know once about the whole file, not again at each line.

import type { CrontabLine } from './lines.ts';
import type { ImportItem } from './plan.ts';
import { ENGINE_PREFIX, MAIL_VARIABLES } from './variables.ts';

const NOTES_MAX = 50;

export function planNotes(text: string, lines: readonly CrontabLine[], items: readonly ImportItem[]): string[] {
  const settings = new Set(
    lines.flatMap((line) => (line.kind === 'variable' ? [settingNote(line.name, line.value, items)] : [])),
  );
  const jobNotes = items.some((item) => item.kind === 'job') ? everyJobNotes(lines) : [];
  return [...jobNotes, ...[...settings].filter((note) => note !== ''), ...fileNotes(text, lines)].slice(0, NOTES_MAX);
}

function everyJobNotes(lines: readonly CrontabLine[]): string[] {
  const notes = [
    'as under cron, a line starts again while its last run still runs (overlap_policy allow), and a run may take up to 7 days, the longest limit there is',
    'unlike cron, a time missed while nothing ran is made up for by one late run; misfire_policy skip leaves it out',
    'cron mails what a command prints; here it is kept with the run and nothing is sent',
  ];
  const setsPath = lines.some((line) => line.kind === 'variable' && line.name === 'PATH');
  return setsPath ? notes : [...notes, "PATH is cron's own, /usr/bin:/bin, since the file sets none"];
}

function settingNote(name: string, value: string, items: readonly ImportItem[]): string {
  if (MAIL_VARIABLES.has(name)) return value === '' ? '' : `${name}=${value} is not kept`;
  if (name === 'CRON_TZ' && items.some((item) => item.kind === 'job' && item.job.schedule_tz === value))
    return `CRON_TZ=${value} is the time zone of the lines below it; some crons, Debian's among them, pay no heed to it`;
  if (name === 'TZ') return `TZ=${value} is given to the commands; as under cron, it moves no start`;
  if (name === 'LOGNAME' || name === 'USER') return `${name}=${value} is not kept: cron sets it to the user itself`;
  if (name.startsWith(ENGINE_PREFIX)) return `${name} is not kept: such names are the engine's own`;
  if (name === 'RANDOM_DELAY') return `RANDOM_DELAY=${value} becomes a jitter of up to that many minutes`;
  if (/(SECRET|TOKEN|PASSW|API_?KEY)/i.test(name))
    return `${name} looks like a secret and is stored with the job; {"from_file": path} in env keeps it out`;
  if (/\$\w|\$\{|^~|:~/.test(value)) return `${name}=${value} is taken literally: cron replaces neither $ nor ~ there`;
  return '';
}

function fileNotes(text: string, lines: readonly CrontabLine[]): string[] {
  const notes: string[] = [];
  if (text.includes('\r\n'))
    notes.push('the lines end with \\r\\n; the \\r is left out, cron would have made it part of the command');
  if (lines.at(-1)?.kind === 'entry' && !text.endsWith('\n'))
    notes.push('the last line has no line end; cron would leave it out');
  return notes;
}
