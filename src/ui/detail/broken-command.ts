import { bold, type Line } from '../layout/line.ts';
import { spellOut } from '../text/sanitise.ts';
import { executable } from './labelled.ts';

const WORDS_MAX = 500;
const INDENT = '  ';
const MORE = ' \\';

/** A command as one would write it by hand: an option keeps its value, and the program stands alone. Nothing is cut. */
export function brokenAtOptions(payload: string, columns: number): Line[] {
  const whole = executable(payload, columns).map((line) => line.map((part) => bold(part.text, part.token)));
  if (whole.length === 1 || !isPlain(payload)) return whole;
  const [first = '', ...options] = groupsOf(payload);
  const rows: string[] = [];
  for (const option of options) {
    const last = rows.at(-1);
    const longer = `${last} ${option}`;
    if (last !== undefined && INDENT.length + longer.length + MORE.length <= columns) rows[rows.length - 1] = longer;
    else rows.push(option);
  }
  const texts = [first, ...rows.map((row) => INDENT + row)];
  const lines = texts.map((text, index) => (index === texts.length - 1 ? text : text + MORE));
  return lines.some((line) => line.length > columns) ? whole : lines.map((line): Line => [bold(line)]);
}

/** Where a blank may belong to a word, or something is spelled out, rows are broken where they are full and nowhere else. */
const isPlain = (payload: string): boolean =>
  spellOut(payload) === payload && !/["'`\\$\n]| {2}|^ | $/.test(payload) && payload.split(' ').length <= WORDS_MAX;

/** The program with what stands before the first option, then each option with what belongs to it. */
function groupsOf(payload: string): string[] {
  const groups: string[] = [];
  for (const word of payload.split(' ')) {
    const last = groups.length - 1;
    if (last < 0 || word.startsWith('-')) groups.push(word);
    else groups[last] = `${groups[last]} ${word}`;
  }
  return groups;
}
