import { type Line, type Span, span } from '../layout/line.ts';
import { cleanLine } from '../text/sanitise.ts';
import { spelledEnv } from './env-words.ts';
import { executable, LABEL_COLUMNS, roomOf } from './labelled.ts';
import { changeOf } from './word-change.ts';

type Fields = Readonly<Record<string, unknown>>;

const FIELDS_MAX = 40;
const VALUE_CHARACTERS_MAX = 4_000;
const MARK_COLUMNS = 2;

/** The fields in which two definitions differ, each with what it was and is; the words that differ are in colour. */
export function differenceRows(before: Fields, after: Fields, width: number): Line[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return names
    .filter((name) => JSON.stringify(before[name] ?? null) !== JSON.stringify(after[name] ?? null))
    .slice(0, FIELDS_MAX)
    .flatMap((name) =>
      name === 'env'
        ? envRows(before.env, after.env, width)
        : oneField(name, written(before[name]), written(after[name]), width),
    );
}

/** Of a variable only where its value comes from is shown. */
function envRows(before: unknown, after: unknown, width: number): Line[] {
  const [old, fresh] = [spelledEnv(before), spelledEnv(after)];
  const names = [...new Set([...old.keys(), ...fresh.keys()])].sort();
  const [was, is] = [objectOf(before), objectOf(after)];
  return names
    .filter((name) => JSON.stringify(was[name]) !== JSON.stringify(is[name]))
    .slice(0, FIELDS_MAX)
    .flatMap((name) => {
      const [from, to] = [old.get(name), fresh.get(name)];
      return oneField(`env ${name}`, from, from !== undefined && from === to ? 'another value' : to, width);
    });
}

const objectOf = (value: unknown): Fields => (typeof value === 'object' && value !== null ? (value as Fields) : {});

/** A value as a person would write it; what is absent is nothing. */
function written(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.slice(0, VALUE_CHARACTERS_MAX);
}

function oneField(name: string, old: string | undefined, fresh: string | undefined, width: number): Line[] {
  const words = old === undefined || fresh === undefined ? undefined : changeOf(old, fresh);
  const room = roomOf(width) - MARK_COLUMNS;
  return [
    [span(`   ${cleanLine(name)}`, 'muted')],
    ...(old === undefined ? [] : side('−', old, words?.beforeWords, 'fail', room)),
    ...(fresh === undefined ? [] : side('+', fresh, words?.afterWords, 'ok', room)),
  ];
}

function side(mark: '−' | '+', text: string, words: readonly string[] | undefined, token: 'fail' | 'ok', room: number) {
  const rest: Span['token'] = mark === '−' ? 'muted' : undefined;
  const lead = ' '.repeat(LABEL_COLUMNS - 1);
  return executable(text, room).map(
    (row, index): Line => [
      span(index === 0 ? `${lead}${mark} ` : `${lead}  `, rest),
      ...row.flatMap((part) => coloured(part.text, words, token, rest)),
    ],
  );
}

const coloured = (
  text: string,
  words: readonly string[] | undefined,
  token: 'fail' | 'ok',
  rest: Span['token'],
): Line => text.split(/(?<= )/).map((piece) => span(piece, words?.includes(piece.trim()) === true ? token : rest));
