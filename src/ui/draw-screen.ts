import { choosingFooter, withChoosing } from './columns/draw-choosing.ts';
import { withCopy } from './copy/draw-copy.ts';
import { drawDetail } from './detail/detail-panel.ts';
import { goToFooter, withGoTo } from './go-to/draw-go-to.ts';
import { drawHelp, helpFooter } from './help/draw-help.ts';
import { blank, bold, type Line, span, toWidth } from './layout/line.ts';
import {
  bodyRows,
  isCompact,
  LEAST_COLUMNS,
  LEAST_ROWS,
  type Part,
  SHEET_LEAST_COLUMNS,
  SHEET_LEAST_ROWS,
  type Shape,
  shapeOf,
  sheetFits,
  showsStrip,
} from './layout/shape.ts';
import { drawPage, pageBox, pageFooter } from './page/draw-page.ts';
import { drawPalette, paletteFooter } from './palette/draw-palette.ts';
import { drawnOrTold } from './panels/failure.ts';
import { footerLine } from './panels/footer.ts';
import { compactHeader, wideHeader } from './panels/header.ts';
import { messageLine } from './panels/message-line.ts';
import { countText, drawPanel } from './panels/panel.ts';
import { startRows } from './panels/start.ts';
import { stripLine } from './panels/strip.ts';
import { tabBar } from './panels/tab-bar.ts';
import { PANEL_TITLES } from './panels/titles.ts';
import { undoFooter, withUndos } from './panels/undo-list.ts';
import type { Scene } from './scene.ts';
import { drawSheet, sheetFooter, sheetSize } from './sheets/sheet-layout.ts';
import { inKeys } from './state/actions/key-words.ts';
import type { Size } from './state/view.ts';
import { cleanLine } from './text/sanitise.ts';
import { cutMiddle, widthOf } from './text/width.ts';

/** The whole screen: as many lines as it has rows, each as wide as it is. */
export function drawScreen(scene: Scene): Line[] {
  const { columns, rows } = scene.view.size;
  const shape = shapeOf(scene.view);
  if (shape.kind === 'too-small') return tooSmall(scene);
  const header = isCompact(scene.view.size)
    ? [
        compactHeader(scene, columns),
        tabBar(scene, columns),
        ...(showsStrip(scene.view) ? [stripLine(scene, columns)] : []),
      ]
    : wideHeader(scene, columns);
  const drawn = withGoTo(drawBody(scene, shape, columns, bodyRows(scene.view)), scene, columns);
  const body = withChoosing(withUndos(withCopy(drawn, scene, columns), scene, columns), scene, columns);
  const { sheet } = scene.view;
  const last = sheet === undefined ? lastLine(scene, columns) : sheetFooter(sheet, scene, columns);
  const lines = [...header, ...body, messageLine(scene, columns), last];
  const under = withPage(lines, scene);
  const whole = sheet === undefined ? withPalette(under, scene) : withSheet(under, scene);
  return whole.slice(0, rows).map((line) => toWidth(line, columns));
}

function drawBody(scene: Scene, shape: Exclude<Shape, { kind: 'too-small' }>, width: number, height: number): Line[] {
  if (scene.view.help !== undefined) return drawHelp(scene, scene.view.help, width, height);
  if (scene.view.focus === 'start') return startRows(scene, width, height);
  switch (shape.kind) {
    case 'compact':
      return [...drawPart(scene, shape.list), ...(shape.detail === undefined ? [] : drawPart(scene, shape.detail))];
    case 'stacked':
      return [...shape.lists, shape.detail].flatMap((part) => drawPart(scene, part));
    case 'grid':
      return shape.rows.flatMap((parts) => beside(parts.map((part) => drawPart(scene, part))));
    case 'columns':
      return beside(shape.columns.map((parts) => parts.flatMap((part) => drawPart(scene, part))));
  }
}

function drawPart(scene: Scene, { part, edges, width, height }: Part): Line[] {
  return part === 'detail'
    ? drawnOrTold({ name: '0 Detail', edges, width, height }, () => drawDetail(scene, edges, width, height))
    : drawnOrTold({ name: PANEL_TITLES[part], edges, width, height }, () =>
        drawPanel(scene, part, edges, width, height),
      );
}

/** Blocks of the same height next to each other. */
const beside = (blocks: readonly Line[][]): Line[] =>
  (blocks[0] ?? []).map((_, row) => blocks.flatMap((block) => block[row] ?? []));

function lastLine(scene: Scene, width: number): Line {
  const { page, palette, help, going, copying, undoing, choosing } = scene.view;
  if (palette !== undefined) return paletteFooter(width);
  if (help !== undefined) return helpFooter(help, width);
  if (going !== undefined) return goToFooter(width);
  if (copying !== undefined) return goToFooter(width, copying.of === 'item' ? 'copies it' : 'takes it');
  if (undoing !== undefined) return undoFooter(width);
  if (choosing !== undefined) return choosingFooter(width);
  return page === undefined ? footerLine(scene, width) : pageFooter(page, scene, width);
}

/** A form or a plan takes the place of the panels. */
function withPage(lines: readonly Line[], scene: Scene): Line[] {
  const { page, size } = scene.view;
  if (page === undefined) return [...lines];
  const box = pageBox(size);
  return covered(lines, drawPage(page, scene, box), size, box);
}

function withPalette(lines: readonly Line[], scene: Scene): Line[] {
  const { palette, size } = scene.view;
  if (palette === undefined) return [...lines];
  const box = sheetSize(size);
  return covered(lines, drawPalette(palette, scene, box), size, box);
}

/** The sheet lies over the panels, in the middle; what is left and right of it stays as it was on wide screens. */
function withSheet(lines: readonly Line[], scene: Scene): Line[] {
  const { sheet, size } = scene.view;
  if (sheet === undefined) return [...lines];
  const box = sheetSize(size);
  return covered(lines, drawSheet(sheet, scene, box), size, box);
}

function covered(lines: readonly Line[], drawn: readonly Line[], size: Size, box: Size): Line[] {
  const left = Math.floor((size.columns - box.columns) / 2);
  const top = isCompact(size) ? 2 : Math.floor((size.rows - box.rows) / 2);
  return lines.map((line, row): Line => {
    const part = drawn[row - top];
    if (part !== undefined) return [blank(left), ...part, blank(size.columns - left - box.columns)];
    // What lies under it is not to be read while it asks: only header and footer stay.
    return row < 2 || row === lines.length - 1 || row === lines.length - 2 ? line : [];
  });
}

/** What is needed and what is there; the counters stay, so that nobody misses an approval. */
function tooSmall(scene: Scene): Line[] {
  const { columns, rows } = scene.view.size;
  const { sheet } = scene.view;
  if (sheet !== undefined && sheetFits(scene.view.size)) {
    const last = sheetFooter(sheet, scene, columns);
    return [...drawSheet(sheet, scene, sheetSize(scene.view.size)), last].map((line) => toWidth(line, columns));
  }
  const { counters } = scene.data;
  const approve = counters.pendingApprovals;
  const alerts = counters.openAlerts;
  const needed = `${LEAST_COLUMNS}×${LEAST_ROWS}`;
  const lines: Line[] = [
    [
      span(
        longest(
          [`${columns}×${rows}; openclaw-tui needs ${needed}`, `${columns}×${rows}; needs ${needed}`, needed],
          columns,
        ),
      ),
    ],
    [span(`due ${countText(counters.due)}  run ${countText(counters.running)}`)],
    [
      approve === 0 ? span('approve 0', 'muted') : bold(`APPROVE ${countText(approve)}`, 'risk'),
      blank(2),
      alerts === 0 ? span('alert 0', 'muted') : bold(`ALERT ${countText(alerts)}`, 'fail'),
    ],
    [scene.readOnly ? bold('READ-ONLY', 'warn') : span(askHint(scene), 'muted')],
    [span(inKeys('{leave} leaves', scene.keyboard), 'muted')],
  ];
  return Array.from({ length: rows }, (_, row) => toWidth(lines[row] ?? [], columns));
}

/** The longest way to say it that is not cut: sizes are numbers. */
const longest = (ways: readonly string[], columns: number): string =>
  ways.find((text) => widthOf(text) <= columns) ?? ways.at(-1) ?? '';

/** How the first approval is reached from here, or what that needs. */
function askHint({ view, data }: Scene): string {
  const first = data.lists['approvals.pending']?.rows[0];
  const least = `${SHEET_LEAST_COLUMNS}×${SHEET_LEAST_ROWS}`;
  const { columns } = view.size;
  if (view.sheet !== undefined) {
    const open = [
      `a question is open, it needs ${least}; Esc closes it`,
      `a question is open: ${least}, or Esc`,
      `a question is open: ${least}`,
      `${least}, or Esc`,
    ];
    return longest(open, columns);
  }
  if (first === undefined) return '';
  if (sheetFits(view.size)) return `a asks about ${cutMiddle(cleanLine(first.jobName), columns - 13)}`;
  return longest([`to answer one needs ${least}`, `to answer: ${least}`], columns);
}
