import cronstrue from 'cronstrue';
import { cronKeyword } from '../../engine/rules/schedule/index.ts';

const EXPRESSION_UNITS_MAX = 256;
/** An expression says the same each time, and saying it costs more than drawing it. */
const REMEMBERED_MAX = 256;
const remembered = new Map<string, string>();

/** A cron expression in words: `at 07:30, Monday to Friday`; empty where it has none. */
export function cronWords(written: string): string {
  const known = remembered.get(written);
  if (known !== undefined) return known;
  const words = wordsOf(written);
  if (remembered.size >= REMEMBERED_MAX) remembered.clear();
  remembered.set(written, words);
  return words;
}

function wordsOf(written: string): string {
  if (written.length > EXPRESSION_UNITS_MAX || written.trim() === '') return '';
  const keyword = cronKeyword(written);
  if (keyword.kind === 'reboot') return 'once after each start of the machine';
  if (keyword.kind === 'manual') return 'by hand only';
  try {
    return sentence(cronstrue.toString(keyword.expression, { use24HourTimeFormat: true }), keyword.expression);
  } catch {
    // What it does not know (`H`, half-typed fields) has no words; whether it is allowed the rules say.
    return '';
  }
}

function sentence(words: string, expression: string): string {
  const plain = words.replaceAll(' through ', ' to ').replaceAll(', only ', ', ');
  const joined = eitherDay(expression) ? plain.replace(', and on ', ', or on ') : plain;
  return joined.charAt(0).toLowerCase() + joined.slice(1);
}

/** Both day fields restricted: either is enough, unless one begins with a star. */
function eitherDay(expression: string): boolean {
  const fields = expression.split(/\s+/);
  const [day = '*', , weekday = '*'] = fields.slice(fields.length === 6 ? 3 : 2);
  return !day.startsWith('*') && !weekday.startsWith('*');
}
