// Ink lays out every row of every frame anew. What of that depends on the row's text alone is remembered from frame to
// frame here, so that a frame costs what has changed in it: less than half of the processor time, and a fraction of the garbage.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** So many texts of the newest frames; twice as many are kept at most. */
const LINES = 120;
const SPANS = 600;
const WIDTHS = 1_000;

const IMPORTS = `import { createCells, isPlainRow } from ${JSON.stringify(fileURLToPath(new URL('ink-cells.mjs', import.meta.url)))};\n`;

/** A map of what was asked for lately: what was not needed while as many others were is forgotten. */
const RECENT = `
class Recent {
    fresh = new Map();
    old = new Map();
    constructor(most) { this.most = most; }
    get(key) {
        const known = this.fresh.get(key);
        if (known !== undefined) return known;
        const before = this.old.get(key);
        if (before !== undefined) this.set(key, before);
        return before;
    }
    set(key, value) {
        if (this.fresh.size >= this.most) {
            this.old = this.fresh;
            this.fresh = new Map();
        }
        this.fresh.set(key, value);
    }
}
`;

/** A row of the screen as it was in the last frame: of the same cells comes the same text. */
const ROWS = `
    rows = [];
    textOfRow(cells, y) {
        const before = this.rows[y];
        if (before !== undefined && areSame(before.cells, cells)) return before.text;
        const text = CELLS.textOf(cells.filter(item => item !== undefined)).trimEnd();
        this.rows[y] = { cells, text };
        return text;
    }
    lines = new Recent(${LINES});
    linesOf(text) {
        const known = this.lines.get(text);
        if (known !== undefined) return known;
        const lines = [[]];
        for (const character of this.getStyledChars(text)) {
            if (character.value === '\\n') lines.push([]);
            else lines.at(-1).push(character);
        }
        const made = lines.map(line => CELLS.textOf(line));
        this.lines.set(text, made);
        return made;
    }`;

const CELLS = `
const CELLS = createCells({ ansiCodesToString, diffAnsiCodes, reduceAnsiCodesIncremental, tokenize });
`;

const SAME = `
const areSame = (cells, others) => {
    if (cells.length !== others.length) return false;
    for (let x = 0; x < cells.length; x++) if (cells[x] !== others[x]) return false;
    return true;
};
`;

/** What a span's colours made of its text, as long as both are the same. */
const TRANSFORMED = `
const transformed = (node, text) => {
    const { internal_transform: transform, internal_transformed: before } = node;
    if (before !== undefined && before.transform === transform && before.text === text) return before.made;
    const made = text.split('\\n').map((line, index) => transform(line, index)).join('\\n');
    node.internal_transformed = { transform, text, made };
    return made;
};
`;

/** In these files of Ink this is replaced by that. Nothing writes into a cell: each is replaced by another. */
const CHANGES = {
  'output.js': [
    ['widths = new Map();', `widths = new Recent(${WIDTHS});`],
    ['blockWidths = new Map();', `blockWidths = new Recent(${LINES});`],
    ['styledChars = new Map();', `styledChars = new Recent(${LINES});${ROWS}`],
    [/const characterLines = [\s\S]+?let lines = characterLines[^\n]+/, 'let lines = this.caches.linesOf(text);'],
    [/\.map\(line => \{\s*\/\/ See [\s\S]+?\.trimEnd\(\);\s*\}\)/, '.map((line, y) => this.caches.textOfRow(line, y))'],
    [
      '{ styledCharsFromTokens,',
      '{ ansiCodesToString, diffAnsiCodes, reduceAnsiCodesIncremental, styledCharsFromTokens,',
    ],
    [
      /cached = (styledCharsFromTokens\(tokenize\(line\)\)\.filter\([^\n]+\));/,
      'cached = CELLS.plainCellsOf(line) ?? CELLS.shared($1);',
    ],
    ['class OutputCaches {', `${CELLS}class OutputCaches {`],
    ['export default class Output {', `const KEPT = new OutputCaches();${SAME}export default class Output {`],
    ['caches = new OutputCaches();', 'caches = KEPT;'],
    [
      /row\.push\(\{\s*type: 'char',\s*value: ' ',\s*fullWidth: false,\s*styles: \[\],?\s*\}\);/,
      'row.push(CELLS.blank);',
    ],
  ],
  'render-node-to-output.js': [['widestLine(text)', 'output.caches.getWidestLine(text)']],
  'squash-text-nodes.js': [
    ['const squashTextNodes =', `${TRANSFORMED}const squashTextNodes =`],
    [
      /const transform = childNode\.internal_transform;[\s\S]+?\.join\('\\n'\);/,
      'nodeText = transformed(childNode, nodeText);',
    ],
  ],
  'sanitize-ansi.js': [
    [
      'export default sanitizeAnsi;',
      `const sanitized = new Recent(${SPANS});
export default (text) => {
    const known = sanitized.get(text);
    if (known !== undefined) return known;
    const clean = isPlainRow(text) ? text : sanitizeAnsi(text);
    sanitized.set(text, clean);
    return clean;
};`,
    ],
  ],
};

/** A plugin of the bundler; it fails where Ink is not what it was written for, or has these files elsewhere. */
export const rememberingInk = {
  name: 'remembering-ink',
  setup({ onLoad, onEnd }) {
    const met = new Set();
    onLoad(
      { filter: /ink\/build\/(output|render-node-to-output|squash-text-nodes|sanitize-ansi)\.js$/ },
      ({ path }) => {
        const name = path.split('/').at(-1);
        met.add(name);
        const changed = CHANGES[name].reduce(
          (contents, [what, by]) => {
            const next = contents.replace(what, by);
            if (next === contents) throw new Error(`${name} of Ink has no ${what}: is it another version?`);
            return next;
          },
          readFileSync(path, 'utf8'),
        );
        return { contents: `${IMPORTS}${RECENT}${changed}`, loader: 'js' };
      },
    );
    onEnd(() => {
      const missed = Object.keys(CHANGES).filter((name) => !met.has(name));
      if (missed.length > 0) throw new Error(`Ink came without ${missed.join(', ')}: is it another version?`);
    });
  },
};
