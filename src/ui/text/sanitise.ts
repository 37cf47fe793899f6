import { splitClusters } from './clusters.ts';
import { WRAP_LINES_MAX, type Wrapped, widthOf, wrapText } from './width.ts';

/** How much of a text is looked at for one row; a terminal row never needs more. */
export const CLEAN_UNITS_MAX = 4_096;
/** How much of what will be executed is spelled out; beyond it stands how much is missing. */
export const SPELL_UNITS_MAX = 262_144;
export const MARKS_PER_CHARACTER_MAX = 2;

export type CleanOptions = {
  /** UTF-16 units of the text that are looked at. */
  unitsMax?: number;
  tabColumns?: number;
  ellipsis?: string;
};

/**
 * Text from jobs, agents, files and names as one harmless row: no control bytes or sequences, no bidi or zero-width
 * tricks, tabs and line ends as blanks, and a width that terminals and `widthOf` agree on.
 */
export const cleanLine = (text: string, options: CleanOptions = {}): string => {
  const { unitsMax = CLEAN_UNITS_MAX, tabColumns = 8, ellipsis = '…' } = options;
  if (text.length <= unitsMax && PRINTABLE_ASCII.test(text)) return text;
  const cleaned = cleanCharacters(text.slice(0, unitsMax).replace(SEQUENCES, ''));
  const expanded = cleaned.includes('\t') ? expandTabs(cleaned, tabColumns) : cleaned;
  return text.length > unitsMax ? expanded + ellipsis : expanded;
};

/** What is left of a text without its sequences: no character that terminals and we see differently. Tabs stay. */
export const cleanCharacters = (text: string): string =>
  splitClusters(
    text.replace(LINE_ENDS, ' ').normalize('NFC').replace(NOT_PLAIN, replaceOdd).replace(TOO_MANY_MARKS, '$1'),
  );

/** What will be executed, for sheets: whatever is not printable ASCII as `‹U+202E›`, line ends as `⏎`. */
export const spellOut = (text: string): string => {
  if (text.length <= SPELL_UNITS_MAX && PRINTABLE_ASCII.test(text)) return text;
  const spelled = text.slice(0, SPELL_UNITS_MAX).replace(NOT_PRINTABLE_ASCII, spellCharacter);
  const missing = text.length - SPELL_UNITS_MAX;
  return missing > 0 ? `${spelled}‹${missing} more character${missing === 1 ? '' : 's'}›` : spelled;
};

/** The same in rows of a sheet: a new one after every line end, no character lost. */
export const spellOutLines = (text: string, columns: number, linesMax = WRAP_LINES_MAX): Wrapped => {
  const sources = spellOut(text).split(/(?<=⏎)/, linesMax + 1);
  const lines: string[] = [];
  let complete = text.length <= SPELL_UNITS_MAX;
  for (const source of sources) {
    if (lines.length >= linesMax) return { lines, complete: false };
    const wrapped = wrapText(source, columns, linesMax - lines.length);
    lines.push(...wrapped.lines);
    complete &&= wrapped.complete;
  }
  return { lines, complete };
};

export const PRINTABLE_ASCII = /^[ -~]*$/;
const NOT_PRINTABLE_ASCII = /\r\n|[^ -~]/gu;

// Whole sequences first, with their text; what is left of a broken one loses its ESC below and shows as it is.
export const SEQUENCES =
  /(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]|(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x80-\x9f]*(?:\x07|\x1b\\|\x9c)|\x1b[ -/]*[0-OQ-WYZ\\`-~]/g;
const LINE_ENDS = /\r\n|[\n\v\f\r\x85\u2028\u2029]/g;

/** Everything but what is drawn the same everywhere; tabs are left for later, as they depend on the column. */
const NOT_PLAIN =
  /[\p{C}\p{Z}\p{Default_Ignorable_Code_Point}\p{Enclosing_Mark}\p{Regional_Indicator}\p{Emoji_Modifier}\u1160-\u11ff\ud7b0-\ud7ff]/gu;
const TOO_MANY_MARKS = new RegExp(`(\\p{Nonspacing_Mark}{${MARKS_PER_CHARACTER_MAX}})\\p{Nonspacing_Mark}+`, 'gu');

const replaceOdd = (character: string): string => {
  if (character === ' ' || character === '\t') return character;
  if (character === '\u3000') return '  ';
  if (/[\p{Zs}]/u.test(character)) return ' ';
  const code = character.codePointAt(0) ?? 0;
  // Flags are two letters, which every terminal draws alike.
  if (code >= REGIONAL_A && code < REGIONAL_A + 26) return String.fromCharCode(code - REGIONAL_A + 0x41);
  return /[\p{Cs}\p{Co}\p{Cn}\u1160-\u11ff\ud7b0-\ud7ff]/u.test(character) &&
    !/\p{Default_Ignorable_Code_Point}/u.test(character)
    ? '\ufffd'
    : '';
};
const REGIONAL_A = 0x1f1e6;

/** `column`: where the text begins. */
export const expandTabs = (text: string, tabColumns: number, column = 0): string => {
  const parts = text.split('\t');
  let line = parts[0] ?? '';
  let at = column + widthOf(line);
  for (const part of parts.slice(1)) {
    const blankCount = tabColumns - (at % tabColumns);
    line += ' '.repeat(blankCount) + part;
    at += blankCount + widthOf(part);
  }
  return line;
};

const spellCharacter = (character: string): string => {
  if (character === '\n' || character === '\r\n') return character === '\n' ? '⏎' : '‹U+000D›⏎';
  return `‹U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}›`;
};
