import { RE2JS } from 're2js';
import { nearestName } from '../../engine/rules/job/nearest-name.ts';

/** What a row can be asked for by name. */
export const FIELDS = ['status', 'job', 'tag', 'pool', 'risk', 'by', 'cause', 'exit', 'kind'] as const;
export type Field = (typeof FIELDS)[number];

type Wanted =
  | { kind: 'word' | 'fuzzy'; text: string }
  | { kind: 'regex'; pattern: RE2JS }
  | { kind: 'field'; field: Field; value: string };
export type Term = Wanted & { negated: boolean };

/** All terms have to be met. `problem`: what of the filter could not be understood, in one line. */
export type Filter = { terms: readonly Term[]; problem?: string };

const TERMS_MAX = 16;
const FILTER_UNITS_MAX = 200;

/** Reads what a person types, also while it is half typed: it never throws, and what makes no sense is left out and told. */
export function parseFilter(text: string): Filter {
  const terms: Term[] = [];
  let problem: string | undefined;
  for (const token of tokensOf(text.slice(0, FILTER_UNITS_MAX))) {
    const negated = token.length > 1 && token.startsWith('!');
    const wanted = wantedOf(negated ? token.slice(1) : token);
    if (typeof wanted === 'string') problem ??= wanted;
    else if (wanted !== undefined) terms.push({ ...wanted, negated });
  }
  return { terms, ...(problem === undefined ? {} : { problem }) };
}

/** Words between blanks; a pattern goes on to its closing slash, and quotes hold blanks together. */
const tokensOf = (text: string): string[] =>
  (text.match(/!?\/(?:\\.|[^/\\])*(?:\/|\\?$)|(?:[^\s"]|"[^"]*(?:"|$))+/g) ?? []).slice(0, TERMS_MAX);

/** A sentence is what is wrong with it; nothing is a term that has only begun. */
function wantedOf(token: string): Wanted | string | undefined {
  if (token.startsWith('/')) return patternOf(token);
  const text = token.replaceAll('"', '').toLowerCase();
  if (text.startsWith('~')) return text === '~' ? undefined : { kind: 'fuzzy', text: text.slice(1) };
  // A time of day has a colon as well, but no letter in front of it.
  const named = /^([a-z][a-z_-]*):(.*)$/s.exec(text);
  if (named === null) return text === '' || text === '!' ? undefined : { kind: 'word', text };
  const [, name = '', value = ''] = named;
  const field = FIELDS.find((each) => each === name);
  if (field === undefined) {
    const near = nearestName(name, FIELDS);
    return `no field called ${name}${near === undefined ? `: ${FIELDS.join(', ')}` : `; ${near}?`}`;
  }
  return value === '' ? undefined : { kind: 'field', field, value };
}

/** What a status can be, in the words of the lists. */
const STATUSES = [
  'on',
  'paused',
  'disabled',
  'running',
  'pending',
  'queued',
  'ok',
  'failed',
  'error',
  'timeout',
  'crashed',
  'cancelled',
  'skipped',
  'awaiting',
  'approved',
  'rejected',
  'lapsed',
  'dispatched',
  'open',
  'acknowledged',
  'crit',
  'warn',
  'info',
  'alert',
  'asked',
  'note',
  'waiting',
  'never',
];
const RISKS = ['high', 'normal', 'crit', 'warn', 'info'];

/** What was probably meant, where a value is none that a field can have. */
export function valueHint({ terms }: Filter): string | undefined {
  for (const term of terms) {
    if (term.kind !== 'field' || (term.field !== 'status' && term.field !== 'risk')) continue;
    const known = term.field === 'status' ? STATUSES : RISKS;
    if (known.some((each) => each.startsWith(term.value))) continue;
    const near = nearestName(term.value, known);
    return `no ${term.field} is ${term.value}${near === undefined ? `: ${known.slice(0, 12).join(', ')}` : `; ${near}?`}`;
  }
  return undefined;
}

function patternOf(token: string): Wanted | string | undefined {
  const closed = token.length > 1 && token.endsWith('/') && !token.endsWith('\\/');
  const source = token.slice(1, closed ? -1 : undefined);
  if (source === '') return undefined;
  try {
    return { kind: 'regex', pattern: RE2JS.compile(source, RE2JS.CASE_INSENSITIVE) };
  } catch (error) {
    const [line = ''] = (error as Error).message.split('\n', 1);
    // The library names itself in front, and quotes the pattern with a flag of ours.
    return `no pattern yet: ${line.replace(/^error parsing regexp: /, '').replace(/`\(\?i\)/, '`')}`;
  }
}
