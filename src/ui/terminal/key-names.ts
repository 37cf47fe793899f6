/** A key without the circumstances it came in. */
export type Key = { name: string; sequence: string };

/** Ink waits 20 ms after a bare ESC and would glue the next key to it; this form is whole and means the same. */
export const ESCAPE_KEY: Key = { name: 'Escape', sequence: '\x1b[27u' };

/** The key of a C0 byte, DEL or a printable character. */
export const keyOfCharacter = (character: string): Key => {
  const named = NAMED_CHARACTERS[character];
  if (named !== undefined) return named;
  const code = character.charCodeAt(0);
  if (code >= 0x20) return { name: character, sequence: character };
  return { name: `Ctrl-${String.fromCharCode(code + 0x40)}`, sequence: character };
};

/** The key of a control sequence such as `1;5A` or `5~`; undefined for function keys and everything we do not bind. */
export const keyOfSequence = (parameters: string, final: string): Key | undefined => {
  if (final === 'Z' && parameters === '') return { name: 'Shift-Tab', sequence: '\x1b[Z' };
  const match = /^(\d{0,2})(?:;(\d{1,2}))?$/.exec(parameters);
  if (match === null) return undefined;
  const number = match[1] === '' ? 1 : Number(match[1]);
  const canonical = final === '~' ? TILDE_KEYS[number] : number === 1 ? LETTER_KEYS[final] : undefined;
  const modifiers = modifiersOf(match[2]);
  if (canonical === undefined || modifiers === undefined) return undefined;
  const suffix = match[2] === undefined || match[2] === '1' ? '' : `;${match[2]}`;
  return { name: modifiers + canonical.name, sequence: canonical.sequence(suffix) };
};

/** The key of an SS3 sequence: arrows and Home, End in application mode, Enter of the number pad. */
export const keyOfSs3 = (parameters: string, final: string): Key | undefined => {
  if (final === 'M') return NAMED_CHARACTERS['\r'];
  return final === '~' ? undefined : keyOfSequence(parameters, final);
};

const NAMED_CHARACTERS: Record<string, Key> = {
  '\r': { name: 'Enter', sequence: '\r' },
  '\n': { name: 'Enter', sequence: '\r' },
  '\t': { name: 'Tab', sequence: '\t' },
  ' ': { name: 'Space', sequence: ' ' },
  '\b': { name: 'Backspace', sequence: '\x7f' },
  '\x7f': { name: 'Backspace', sequence: '\x7f' },
  '\0': { name: 'Ctrl-Space', sequence: '\0' },
};

type Canonical = { name: string; sequence(suffix: string): string };
const letter = (name: string, final: string): Canonical => ({
  name,
  sequence: (suffix) => (suffix === '' ? `\x1b[${final}` : `\x1b[1${suffix}${final}`),
});
const tilde = (name: string, number: number): Canonical => ({ name, sequence: (suffix) => `\x1b[${number}${suffix}~` });

const LETTER_KEYS: Record<string, Canonical> = {
  A: letter('Up', 'A'),
  B: letter('Down', 'B'),
  C: letter('Right', 'C'),
  D: letter('Left', 'D'),
  F: letter('End', 'F'),
  H: letter('Home', 'H'),
};
const TILDE_KEYS: Record<number, Canonical> = {
  1: letter('Home', 'H'),
  2: tilde('Insert', 2),
  3: tilde('Delete', 3),
  4: letter('End', 'F'),
  5: tilde('PageUp', 5),
  6: tilde('PageDown', 6),
  7: letter('Home', 'H'),
  8: letter('End', 'F'),
};

// The parameter is one more than the sum of Shift 1, Alt 2, Ctrl 4, Meta 8.
const modifiersOf = (parameter: string | undefined): string | undefined => {
  if (parameter === undefined) return '';
  const bits = Number(parameter) - 1;
  if (bits < 0 || bits > 15) return undefined;
  return `${bits & 4 ? 'Ctrl-' : ''}${bits & 10 ? 'Alt-' : ''}${bits & 1 ? 'Shift-' : ''}`;
};
