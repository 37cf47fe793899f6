import { cleanLine } from '../../src/ui/text/sanitise.ts';

const UNITS_MAX = 16 * 1024 * 1024;

/** Text from outside on one line, without anything a terminal would obey; never cut for length. */
export const plainLine = (text: string): string => cleanLine(text, { unitsMax: UNITS_MAX }).trim();

/** The same with its line breaks. */
export const plainText = (text: string): string =>
  text
    .split(/\r\n|\n/)
    .map((line) => cleanLine(line, { unitsMax: UNITS_MAX }))
    .join('\n');
