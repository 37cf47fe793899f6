// Draws the tables of docs/jobs.md from the schema, so that the document can't say anything else: `node scripts/job-field-table.ts`.
import { readFileSync, writeFileSync } from 'node:fs';
import {
  describeJobField,
  type JobField,
  jobDefinitionSchema,
  jobFieldGroups,
  jobInputSchema,
} from '../src/store/nouns/job-fields.ts';

const DOCUMENT = new URL('../docs/jobs.md', import.meta.url);
const BEGIN = '<!-- fields: written by scripts/job-field-table.ts -->';
const END = '<!-- end of fields -->';

/** Fields that are checked, stored and shown, and that nothing acts on yet. */
export const KEPT_ONLY: ReadonlySet<JobField> = new Set<JobField>();

/** The document with its tables drawn anew. */
export function withFieldTables(document: string): string {
  const begin = document.indexOf(BEGIN);
  const end = document.indexOf(END);
  if (begin < 0 || end < begin) throw new Error(`docs/jobs.md needs ${BEGIN} and ${END}`);
  return `${document.slice(0, begin + BEGIN.length)}\n\n${fieldTables()}\n${document.slice(end)}`;
}

function fieldTables(): string {
  return Object.entries(jobFieldGroups)
    .map(([group, fields]) => `### ${TITLES[group] ?? group}\n\n${tableOf(Object.keys(fields) as JobField[])}\n`)
    .join('\n');
}

const TITLES: Readonly<Record<string, string>> = {
  job: 'Name and life',
  schedule: 'When it fires',
  payload: 'What it runs',
  run: 'How a run is admitted, limited, repeated and kept',
  chain: 'Chains and approvals',
  delivery: 'Who hears of it',
  watchdog: 'Watchdogs',
};

const tableOf = (fields: readonly JobField[]): string =>
  ['| field | default | allowed | what for |', '|---|---|---|---|', ...fields.map(rowOf)].join('\n');

function rowOf(field: JobField): string {
  const { help, allowed } = describeJobField(field);
  const note = KEPT_ONLY.has(field) ? ' *(kept, no effect yet)*' : '';
  return `| \`${field}\` | ${defaultOf(field)} | ${cell(allowed)} | ${cell(help)}${note} |`;
}

function defaultOf(field: JobField): string {
  if (field === 'payload_message' || !jobInputSchema.shape[field].safeParse(undefined).success) return 'required';
  const parsed = jobDefinitionSchema.shape[field].safeParse(undefined);
  if (!parsed.success) return 'derived';
  return parsed.data === undefined ? '–' : `\`${JSON.stringify(parsed.data)}\``;
}

const cell = (text: string): string => text.replaceAll('|', '\\|');

if (import.meta.main) writeFileSync(DOCUMENT, withFieldTables(readFileSync(DOCUMENT, 'utf8')));
