import type { JobOverride } from '../../engine/rules/job/as-run.ts';
import type { JobDefinition } from '../../store/nouns/job-fields.ts';
import type { Fields, SheetContent } from '../state/sheet.ts';
import type { SheetField } from './sheet-kind.ts';

/** Linux refuses longer arguments. */
const COMMAND_UNITS_MAX = 120_000;
const CWD_UNITS_MAX = 4_096;
const ENV_UNITS_MAX = 16_384;
const NAMES_MAX = 50;

const CHANGE = 'change it: NOW says why';

const LABELS: Readonly<Record<string, string>> = { shell: 'COMMAND', isolated: 'PROMPT', main: 'TEXT' };

/** What may be otherwise in one run: what it is given, of a command where and with which variables. Of a watchdog nothing. */
export function ownFields({ own }: Pick<SheetContent, 'own'>): SheetField[] {
  if (own === undefined || own.base.job_type === 'watchdog') return [];
  // Of a variable the refusal names it: `env.NAME`.
  const refused = (field: string): boolean => own.refusal !== undefined && own.refusedField?.split('.')[0] === field;
  const command = commandField(own.base, own.refusal !== undefined && !refused('cwd') && !refused('env'));
  return own.base.session_target === 'shell'
    ? [command, cwdField(own.base, refused('cwd')), envField(refused('env'))]
    : [command];
}

const commandField = (base: JobDefinition, isRefused: boolean): SheetField => ({
  id: 'command',
  place: 'row',
  label: LABELS[base.session_target] ?? 'COMMAND',
  reading: (text) => {
    if (text.trim() === '') return { state: 'wrong', word: 'empty' };
    if (text === base.payload_message) return { state: 'right', word: '' };
    return isRefused ? { state: 'wrong', word: 'not allowed' } : { state: 'right', word: 'changed' };
  },
  paste: 'text',
  draft: 'kept',
  initial: base.payload_message,
  wants: CHANGE,
  most: COMMAND_UNITS_MAX,
});

const cwdField = ({ cwd = '' }: JobDefinition, isRefused: boolean): SheetField => ({
  id: 'cwd',
  place: 'row',
  label: 'CWD',
  reading: (text) => {
    if (text.trim() === cwd) return { state: 'right', word: cwd === '' ? 'the home directory' : '' };
    return isRefused ? { state: 'wrong', word: 'not allowed' } : { state: 'right', word: 'changed' };
  },
  paste: 'text',
  draft: 'kept',
  initial: cwd,
  wants: CHANGE,
  most: CWD_UNITS_MAX,
});

/** What is written may be a secret: it is never kept. */
const envField = (isRefused: boolean): SheetField => ({
  id: 'env',
  place: 'row',
  label: 'SET',
  reading: (text) => {
    if (text.trim() === '') return { state: 'right', word: 'NAME=value …' };
    if (hasOpenQuote(text)) return { state: 'open', word: 'a quote is open' };
    if (assignments(text) === undefined) return { state: 'wrong', word: 'NAME=value' };
    return isRefused ? { state: 'wrong', word: 'not allowed' } : { state: 'right', word: 'set' };
  },
  paste: 'text',
  draft: 'asked-again',
  initial: '',
  wants: isRefused ? CHANGE : 'NAME=value …, or nothing',
  most: ENV_UNITS_MAX,
});

/** The fields that are written otherwise than the job has them; undefined where none is. */
export function patchIn(base: JobDefinition, fields: Fields): JobOverride | undefined {
  const { command = base.payload_message, cwd, env = '' } = fields;
  const set = assignments(env);
  const isMoved = cwd !== undefined && base.session_target === 'shell' && cwd.trim() !== (base.cwd ?? '');
  const patch: JobOverride = {
    ...(command === base.payload_message ? {} : { payload_message: command }),
    ...(isMoved ? { cwd: cwd.trim() === '' ? null : cwd.trim() } : {}),
    ...(set === undefined || Object.keys(set).length === 0 ? {} : { env: { ...base.env, ...set } }),
  };
  return Object.keys(patch).length === 0 ? undefined : patch;
}

/** `NAME=value OTHER="two words"`; undefined where something else is among it, or a quote is open. */
export function assignments(text: string): Record<string, string> | undefined {
  const words = text.match(/(?:[^\s"']|"[^"]*"|'[^']*')+/g) ?? [];
  if (words.length > NAMES_MAX || hasOpenQuote(text)) return undefined;
  const pairs = words.map((word) => /^([A-Za-z_][A-Za-z0-9_]*)=(.*)$/s.exec(word));
  if (pairs.some((pair) => pair === null)) return undefined;
  return Object.fromEntries(pairs.map((pair) => [pair?.[1] ?? '', unquoted(pair?.[2] ?? '')]));
}

const QUOTED = /"([^"]*)"|'([^']*)'/g;
const hasOpenQuote = (text: string): boolean => /["']/.test(text.replace(QUOTED, ''));
const unquoted = (value: string): string => value.replace(QUOTED, (_, double, single) => double ?? single);
