// A screen of cells as SVG: backgrounds first, then one text for each stretch of one style, held on the grid by its length.
import type { Cell } from '../../test/support/terminal.ts';

const CELL_WIDTH = 8.43;
const CELL_HEIGHT = 17;
const BASELINE = 13;
const FONT_SIZE = 14;
const PADDING = 10;

const PAPERS = { dark: '#12161C', light: '#FBFBF8' };
const INKS = { dark: '#D8DEE6', light: '#1C2128' };

type Background = 'dark' | 'light';
type Style = { ink: string; fill: string | undefined; bold: boolean; dim: boolean; key: string };
type Stretch = Style & { at: number; text: string; columns: number };

/** `rows` are rows of cells as the terminal emulator gives them. */
export function svgOf(rows: readonly (readonly Cell[])[], background: Background): string {
  const width = Math.ceil((rows[0]?.length ?? 0) * CELL_WIDTH + 2 * PADDING);
  const height = rows.length * CELL_HEIGHT + 2 * PADDING;
  const parts = rows.flatMap((cells, row) => rowOf(stretches(cells, background), row));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">`,
    `<rect width="${width}" height="${height}" rx="6" fill="${PAPERS[background]}"/>`,
    `<g font-family="DejaVu Sans Mono, Menlo, Consolas, monospace" font-size="${FONT_SIZE}" xml:space="preserve">`,
    ...parts,
    '</g></svg>\n',
  ].join('\n');
}

function rowOf(parts: readonly Stretch[], row: number): string[] {
  const top = PADDING + row * CELL_HEIGHT;
  const boxes = parts
    .filter((part) => part.fill !== undefined)
    .map(
      (part) =>
        `<rect x="${left(part)}" y="${top}" width="${length(part.columns)}" height="${CELL_HEIGHT}" fill="${part.fill}"/>`,
    );
  const texts = parts
    .filter((part) => part.text.trim() !== '')
    .map((part) => {
      const style = `${part.bold ? ' font-weight="bold"' : ''}${part.dim ? ' opacity="0.6"' : ''}`;
      const size = `textLength="${length(part.columns)}" lengthAdjust="spacingAndGlyphs"`;
      return `<text x="${left(part)}" y="${top + BASELINE}" ${size} fill="${part.ink}"${style}>${escaped(part.text)}</text>`;
    });
  return [...boxes, ...texts];
}

const left = (part: Stretch) => (PADDING + part.at * CELL_WIDTH).toFixed(2);
const length = (columns: number) => (columns * CELL_WIDTH).toFixed(2);

/** Neighbours of one style together; blanks at their ends take no text. */
function stretches(cells: readonly Cell[], background: Background): Stretch[] {
  const found: Stretch[] = [];
  cells.forEach((cell, at) => {
    const style = styleOf(cell, background);
    const last = found.at(-1);
    if (last !== undefined && last.key === style.key) {
      last.text += cell.text;
      last.columns += 1;
    } else found.push({ ...style, at, text: cell.text, columns: 1 });
  });
  return found.flatMap(trimmed);
}

function trimmed(part: Stretch): Stretch[] {
  if (part.fill !== undefined) return [part];
  const start = part.text.length - part.text.trimStart().length;
  const text = part.text.trim();
  return text === '' ? [] : [{ ...part, text, at: part.at + start, columns: text.length }];
}

function styleOf({ foreground, background: behind, bold, dim, inverse }: Cell, background: Background): Style {
  const ink = foreground === 'default' ? INKS[background] : String(foreground);
  const fill = behind === 'default' ? undefined : String(behind);
  const shown = inverse ? { ink: fill ?? PAPERS[background], fill: ink } : { ink, fill };
  return { ...shown, bold, dim, key: JSON.stringify([shown.ink, shown.fill, bold, dim]) };
}

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
