import type { LineId, PageLine } from '../../engine/output/output-window.ts';
import type { OutputView } from '../console-options.ts';
import { outputRunOf } from '../detail/output-run.ts';
import { activeTab } from '../detail/tabs.ts';
import type { DetailData, View } from '../state/view.ts';
import { cursorIndex, type ReadRows } from './follow.ts';
import { type Looking, lookingAt } from './looking.ts';
import type { OutputPage, OutputWanted } from './output-port.ts';

/** The run whose output the detail shows just now; absent where it shows something else. */
export function outputShown(view: View, data: DetailData | undefined): number | undefined {
  if (data === undefined || activeTab(data.detail, view.detailTab) !== 'output') return undefined;
  return lookingOf(view, data).instead ?? outputRunOf(data.detail);
}

/** How the output that is shown is looked at. */
export const lookingOf = (view: View, data: DetailData | undefined): Looking =>
  lookingAt(view.looking, data === undefined ? undefined : outputRunOf(data.detail));

/** What was read of it; where nobody reads by place, the newest lines. */
export function pageOf(data: DetailData): OutputPage | undefined {
  return data.page ?? (data.output === undefined ? undefined : pageOfView(data.output));
}

/** Lines this near to the end of what has been read have others read in time. */
const MARGIN_LINES = 90;

/** What is to be read for a view. A window stays as it is while the cursor is well inside of it. */
export function wantedFor(looking: Looking, page: OutputPage | undefined, before: OutputWanted['at']): OutputWanted {
  const { paused, streams, window, floor, only, context, entry } = looking;
  const sight = { streams, window, only: entry?.kind === 'only' ? entry.text : only, context };
  const search = entry?.kind === 'search' ? entry.text : looking.search;
  const at =
    paused === undefined
      ? 'end'
      : paused.cursor === 'first'
        ? 'start'
        : isInside(page, paused.cursor)
          ? before
          : { stream: paused.cursor.stream, start: paused.cursor.start };
  return { at, sight: { ...sight, ...(floor === undefined ? {} : { floor }) }, search };
}

/** Whether the row of the cursor has been read. */
export function isCursorRead({ paused }: Looking, read: ReadRows): boolean {
  if (paused === undefined) return read.isAtEnd;
  if (paused.cursor === 'first') return read.isAtStart;
  const found = read.rows[cursorIndex(paused, read.rows)];
  return found === undefined || (found.start === paused.cursor.start && found.stream === paused.cursor.stream);
}

function isInside(page: OutputPage | undefined, cursor: LineId): boolean {
  if (page === undefined) return false;
  const at = page.lines.findIndex(({ stream, start }) => stream === cursor.stream && start === cursor.start);
  if (at < 0) return false;
  return (at >= MARGIN_LINES || page.isAtStart) && (page.lines.length - at > MARGIN_LINES || page.isAtEnd);
}

const pages = new WeakMap<OutputView, OutputPage>();

function pageOfView(view: OutputView): OutputPage {
  const known = pages.get(view);
  if (known !== undefined) return known;
  const lines = view.lines.map(
    (line, index): PageLine => ({ ...line, start: index, end: index + 1, bytes: Buffer.byteLength(line.text) }),
  );
  const { totalBytes, totalLines, lastByteAt } = view;
  const page: OutputPage = {
    ...{ lines, totalBytes, isAtStart: true, isAtEnd: true, from: 'files', sizes: { out: totalBytes, err: 0 } },
    ...(totalLines === undefined ? {} : { totalLines }),
    ...(lastByteAt === undefined ? {} : { lastByteAt }),
  };
  pages.set(view, page);
  return page;
}
