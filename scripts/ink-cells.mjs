// Ink asks of every character of a row what it is, makes an object of it and a list of its colours: most of a new screen's
// garbage. Of a row whose characters are narrow all that is known beforehand.
import { isNarrow } from '../src/ui/text/narrow.ts';

const CODES = /\u001b\[[\d;]*m/g;
/** So many styles, and ways from one to another, are known at once. */
const LOOKS_MAX = 2_000;

/** Colours and characters of which nothing has to be asked: neither cleaned nor cut into clusters. */
export const isPlainRow = (text) => isNarrow(text.replaceAll(CODES, ''));

/**
 * Cells and their text as `@alcalzone/ansi-tokenize` makes them, by its own rules for codes; but equal cells are one object,
 * and equal styles as well. Nobody writes into them.
 */
export function createCells(rules) {
  const { tokenize, reduceAnsiCodesIncremental, diffAnsiCodes, ansiCodesToString } = rules;
  const PLAIN = lookOf([]);
  let looks = new Map();
  let ways = new WeakMap();
  let count = 0;

  const sharedLook = (styles) => {
    if (styles.length === 0) return PLAIN;
    const name = styles.map(({ code }) => code).join('');
    const known = looks.get(name);
    if (known !== undefined) return known;
    const look = lookOf(styles);
    looks.set(name, look);
    return look;
  };
  const after = (look, code) => {
    const known = look.after.get(code);
    if (known !== undefined) return known;
    makeRoom();
    const next = sharedLook(reduceAnsiCodesIncremental(look.styles, tokenize(code)));
    look.after.set(code, next);
    return next;
  };
  const way = (from, to) => {
    const known = ways.get(from)?.get(to);
    if (known !== undefined) return known;
    makeRoom();
    const made = ansiCodesToString(diffAnsiCodes(from, to));
    if (!ways.has(from)) ways.set(from, new WeakMap());
    ways.get(from).set(to, made);
    return made;
  };
  const makeRoom = () => {
    count += 1;
    if (count < LOOKS_MAX) return;
    count = 0;
    looks = new Map();
    ways = new WeakMap();
    PLAIN.after.clear();
  };

  return {
    blank: cellOf(PLAIN, ' '),
    /** Nothing where more has to be asked. */
    plainCellsOf(text) {
      if (!isPlainRow(text)) return undefined;
      const cells = [];
      let look = PLAIN;
      let at = 0;
      for (const { 0: code, index } of text.matchAll(CODES)) {
        for (; at < index; at += 1) cells.push(cellOf(look, text[at]));
        look = after(look, code);
        at = index + code.length;
      }
      for (; at < text.length; at += 1) cells.push(cellOf(look, text[at]));
      return cells;
    },
    /** Cells that were made otherwise, with the styles that others have as well. */
    shared: (cells) => cells.map((cell) => ({ ...cell, styles: sharedLook(cell.styles).styles })),
    textOf(cells) {
      let text = '';
      let worn = PLAIN.styles;
      for (const { styles, value } of cells) {
        if (styles !== worn) text += way(worn, styles);
        worn = styles;
        text += value;
      }
      return worn === PLAIN.styles ? text : text + way(worn, PLAIN.styles);
    },
  };
}

const lookOf = (styles) => ({ styles, cells: new Map(), after: new Map() });

function cellOf(look, value) {
  const known = look.cells.get(value);
  if (known !== undefined) return known;
  const cell = { type: 'char', value, fullWidth: false, styles: look.styles };
  look.cells.set(value, cell);
  return cell;
}
