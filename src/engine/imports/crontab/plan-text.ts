// The plan as a person reads it: what becomes what, what does not and why, and what is lost on the way.

import { splitInput } from '../../rules/split-input.ts';
import type { CrontabPlan, ImportItem } from './plan.ts';

/** Says a schedule in words; the expression itself when nothing better is known. */
export type ScheduleWords = (expression: string) => string;

const TEXT_MAX = 160;

/** One string a row, without colour and without any control character of the crontab. */
export function planText(plan: CrontabPlan, words: ScheduleWords = (expression) => expression): string[] {
  const jobs = plan.items.filter((item) => item.kind === 'job');
  const refused = plan.items.filter((item) => item.kind === 'refused');
  return [
    summary(jobs.length, refused.length),
    ...jobs.flatMap((item) => ['', ...jobRows(item, words)]),
    ...section('Not imported:', refused.flatMap(refusedRows)),
    ...section(
      'Good to know:',
      plan.notes.map((note) => `  - ${printable(note)}`),
    ),
  ];
}

function summary(jobCount: number, refusedCount: number): string {
  if (jobCount + refusedCount === 0) return 'The crontab holds no jobs.';
  if (jobCount === 0) return `No line becomes a job; ${refusedCount} ${refusedCount === 1 ? 'is' : 'are'} refused.`;
  const jobs = jobCount === 1 ? '1 line becomes a job' : `${jobCount} lines become jobs`;
  return refusedCount === 0 ? `${jobs}.` : `${jobs}, ${refusedCount} ${refusedCount === 1 ? 'does' : 'do'} not.`;
}

function jobRows(item: Extract<ImportItem, { kind: 'job' }>, words: ScheduleWords): string[] {
  const { job } = item;
  const [command, input] = splitInput(String(job.payload_message));
  return [
    `line ${item.line}: ${job.name}`,
    `  when   ${whenText(String(job.schedule_cron), String(job.schedule_tz), words)}`,
    `  runs   ${printable(command)}`,
    ...(input === '' ? [] : [`  input  ${printable(input.trimEnd().replaceAll('\n', ' / '))}`]),
    `  with   ${printable(`${job.shell} in ${job.cwd}`)}`,
    ...item.notes.map((note) => `  note   ${printable(note)}`),
  ];
}

function whenText(expression: string, zone: string, words: ScheduleWords): string {
  if (expression === '@reboot') return 'once after each start of the machine';
  const said = words(expression);
  return said === expression ? `${expression}, ${zone}` : `${said} (${expression}), ${zone}`;
}

const refusedRows = (item: Extract<ImportItem, { kind: 'refused' }>): string[] => [
  `  line ${item.line}: ${printable(item.raw.trim())}`,
  `    ${printable(item.reason)}`,
];

const section = (title: string, rows: string[]): string[] => (rows.length === 0 ? [] : ['', title, ...rows]);

function printable(text: string): string {
  const clean = text.replace(/\t/g, ' ').replace(/\p{Cc}|\p{Cf}/gu, codeOf);
  return clean.length > TEXT_MAX ? `${[...clean].slice(0, TEXT_MAX - 1).join('')}…` : clean;
}

const codeOf = (character: string): string => `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`;
