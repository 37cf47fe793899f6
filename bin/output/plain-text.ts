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

/** The last look at what a command prints: whatever was forgotten to be cleaned has no power but that of our own colours. */
export const shownText = (text: string): string =>
  text
    .split(OUR_COLOURS)
    .map((part, index) => (index % 2 === 0 ? plainText(part) : part))
    .join('');

const OUR_COLOURS = /(\u001b\[(?:1|2|22|31|32|33|39)m)/;
