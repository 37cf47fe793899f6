/** Where a text stops being JSON, and what should have come there. */
export type JsonError = { line: number; column: number; expected: string; found: string };

/** Finds the first offence in a text that JSON.parse refused; iterative, so that no nesting is too deep. */
export function findJsonError(text: string): JsonError {
  const open: ('{' | '[')[] = [];
  let state: State = 'value';
  let offset = skipBlank(text, 0);
  // Every turn consumes at least one character or returns, so the text's length bounds the loop.
  while (offset < text.length || state !== 'end') {
    const step = take(text, offset, state, open);
    if (typeof step === 'string') return locate(text, offset, step);
    if (step.expected !== undefined) return locate(text, step.offset, step.expected);
    state = step.state;
    offset = skipBlank(text, step.offset);
  }
  return locate(text, offset, 'JSON');
}

type State = 'value' | 'value-or-close' | 'name' | 'name-or-close' | 'colon' | 'comma-or-close' | 'end';
type Step = { offset: number; state: State; expected?: string };

const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*/y;
const WORD = /(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)(?![\w.+-])/y;
const BLANK = /[ \t\r\n]*/y;

const EXPECTED: Record<State, string> = {
  value: 'a value',
  'value-or-close': 'a value or ]',
  name: 'a name in double quotes',
  'name-or-close': 'a name in double quotes or }',
  colon: 'a colon',
  'comma-or-close': 'a comma or the closing bracket',
  end: 'nothing more',
};

function take(text: string, offset: number, state: State, open: ('{' | '[')[]): Step | string {
  const character = text[offset];
  const after = (next: State): Step => ({ offset: offset + 1, state: next });
  if (state === 'colon') return character === ':' ? after('value') : EXPECTED[state];
  if (character === closing(open.at(-1)) && (state === 'comma-or-close' || state.endsWith('-or-close'))) {
    open.pop();
    return after(open.length === 0 ? 'end' : 'comma-or-close');
  }
  if (state === 'comma-or-close') {
    if (character === ',') return after(open.at(-1) === '{' ? 'name' : 'value');
    return open.at(-1) === '{' ? 'a comma or }' : 'a comma or ]';
  }
  if (state === 'name' || state === 'name-or-close') {
    return character === '"' ? takeString(text, offset, 'colon') : EXPECTED[state];
  }
  if (state === 'end') return EXPECTED.end;
  return takeValue(text, offset, state, open);
}

function takeValue(text: string, offset: number, state: State, open: ('{' | '[')[]): Step | string {
  const character = text[offset];
  if (character === '{' || character === '[') {
    open.push(character);
    return { offset: offset + 1, state: character === '{' ? 'name-or-close' : 'value-or-close' };
  }
  const next: State = open.length === 0 ? 'end' : 'comma-or-close';
  if (character === '"') return takeString(text, offset, next);
  WORD.lastIndex = offset;
  return WORD.test(text) ? { offset: WORD.lastIndex, state: next } : EXPECTED[state];
}

function takeString(text: string, offset: number, state: State): Step {
  STRING.lastIndex = offset;
  STRING.test(text);
  const end = STRING.lastIndex;
  if (text[end] === '"') return { offset: end + 1, state };
  const expected = text[end] === '\\' ? 'a known escape such as \\n or \\\\' : 'the closing double quote';
  return { offset: end, state, expected };
}

const closing = (bracket: '{' | '[' | undefined) => (bracket === '{' ? '}' : bracket === '[' ? ']' : '');

function skipBlank(text: string, offset: number): number {
  BLANK.lastIndex = offset;
  BLANK.test(text);
  return BLANK.lastIndex;
}

function locate(text: string, offset: number, expected: string): JsonError {
  const before = text.slice(0, offset);
  const line = before.split('\n').length;
  return { line, column: offset - before.lastIndexOf('\n'), expected, found: nameOf(text.codePointAt(offset)) };
}

function nameOf(codePoint: number | undefined): string {
  if (codePoint === undefined) return 'the end of the text';
  if (codePoint === 10 || codePoint === 13) return 'the end of the line';
  if (codePoint > 32 && codePoint < 127) return String.fromCodePoint(codePoint);
  return `the character U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}`;
}
