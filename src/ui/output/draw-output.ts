import { compileMatch, type LineMatch } from '../../engine/output/line-match.ts';
import { HITS_MAX, type PageLine } from '../../engine/output/output-window.ts';
import { outputRunOf } from '../detail/output-run.ts';
import { formatTimeOfDay } from '../format/clock.ts';
import { formatBytes, formatDuration, formatNumber, formatPlural } from '../format/index.ts';
import { blank, type Line, span } from '../layout/line.ts';
import type { Scene } from '../scene.ts';
import { inKeys } from '../state/actions/key-words.ts';
import type { DetailData } from '../state/view.ts';
import { cleanLine } from '../text/sanitise.ts';
import { cutRight } from '../text/width.ts';
import { cursorIndex, followShort, followWords, type ReadRows, topIndex } from './follow.ts';
import { type Looking, sameLineId } from './looking.ts';
import type { OutputPage } from './output-port.ts';
import { lookingOf, pageOf } from './page-of.ts';
import { drawRow, type RowStyle, rowIds } from './rows.ts';
import { nextRunOf, problemOf } from './run-words.ts';

/** What is visible of a run's output, at most `room` rows. */
export function outputLines(scene: Scene, data: DetailData, width: number, room: number): Line[] {
  const page = pageOf(data);
  if (page === undefined) return [[span(`  ${noneWords(data)}`, 'muted')]];
  const looking = lookingOf(scene.view, data);
  if (page.lines.length === 0) return [[span(`  ${emptyWords(page, scene, data)}`, 'muted')]];
  const style = styleOf(scene, data, page, looking, width);
  const read = readRows(scene, data, width, room);
  const top = topIndex(looking.paused, read);
  const cursor = looking.paused === undefined ? -1 : cursorIndex(looking.paused, read.rows);
  const byId = new Map(page.lines.map((line) => [idOf(line), line]));
  return read.rows.slice(top, top + room).map((row, index): Line => {
    const line = byId.get(idOf(row));
    const isCursor = top + index === cursor;
    if (line === undefined) return [isCursor ? CURSOR : blank(1), span(endWords(scene, data), 'muted')];
    return [isCursor ? CURSOR : markOf(line, looking), ...drawRow(line, row.part, style)];
  });
}

/** All rows that have been read, the end of a run among them. */
export function readRows(scene: Scene, data: DetailData, width: number, room: number): ReadRows {
  const page = pageOf(data);
  if (page === undefined) return { rows: [], room, isAtStart: true, isAtEnd: true, size: { bytes: 0 } };
  const looking = lookingOf(scene.view, data);
  const rows = rowIds(page.lines, styleOf(scene, data, page, looking, width));
  const end = page.isAtEnd && page.lines.length > 0 && endWords(scene, data) !== '' ? [END_ROW] : [];
  return { rows: [...rows, ...end], room, isAtStart: page.isAtStart, isAtEnd: page.isAtEnd, size: sizeOf(page) };
}

/** Facts for the title, the least important first. */
export function outputFacts(scene: Scene, data: DetailData): string[] {
  const page = pageOf(data);
  if (page === undefined) return [];
  const looking = lookingOf(scene.view, data);
  const { totalLines, totalBytes } = page;
  const lines = totalLines === undefined ? [] : [formatPlural(totalLines, 'line')];
  const follow = followWords(looking.paused, isLive(data) ? 'live' : 'over', sizeOf(page));
  const measured = [...lines, formatBytes(totalBytes)].join(', ');
  const standing = looking.paused === undefined ? [follow, measured] : [measured, follow];
  return [
    ...sightWords(looking),
    ...(scene.view.zoom ? [] : placeWords(looking)),
    ...standing.filter((text) => text !== ''),
    ...searchWords(looking, page),
  ].map((text) => cleanLine(text));
}

/** What is said of all these where there is hardly room. */
export function outputShort(scene: Scene, data: DetailData): string | undefined {
  const page = pageOf(data);
  if (page === undefined) return undefined;
  const looking = lookingOf(scene.view, data);
  if (looking.search !== '') return hitWords(looking, page);
  return isLive(data) ? followShort(looking.paused, sizeOf(page)) : formatBytes(page.totalBytes);
}

const isLive = ({ detail }: DetailData): boolean => detail.kind === 'run' && detail.run.finishedAt === undefined;

const sizeOf = ({ totalLines, totalBytes }: OutputPage): ReadRows['size'] => ({
  bytes: totalBytes,
  ...(totalLines === undefined ? {} : { lines: totalLines }),
});

/** Said above the lines, wherever they are scrolled. */
export function outputNotes(data: DetailData, width: number): Line[] {
  const { page } = data;
  if (page === undefined) return [];
  const notes = [
    ...(page.isCut === true ? ['a part of it was not kept'] : []),
    ...(page.isUntimed === true && page.sizes.out > 0 && page.sizes.err > 0 ? [WITHOUT_ORDER] : []),
    ...(page.isReplaced === true ? ['the files were written anew while you looked: secrets are taken out'] : []),
  ];
  return notes.map((text): Line => [blank(1), span(cutRight(`… ${text}`, width - 2), 'muted')]);
}

const WITHOUT_ORDER = 'kept without times: all of stdout, then all of stderr';

/** What is written just now, for the last line of the screen. */
export function entryWords(looking: Looking, page: OutputPage | undefined): { lead: string; hits: string } | undefined {
  const { entry } = looking;
  if (entry === undefined) return undefined;
  const lead = `${entry.kind === 'search' ? '/' : '&'}${cleanLine(entry.text)}▏`;
  const problem = problemOf(entry.text);
  if (problem !== undefined) return { lead, hits: `no pattern: ${cleanLine(problem)}` };
  return {
    lead,
    hits: entry.kind === 'search' && entry.text !== '' && page !== undefined ? hitWords(looking, page) : '',
  };
}

const END_ROW = { stream: 'out', start: Number.MAX_SAFE_INTEGER, part: 0 } as const;
const idOf = ({ stream, start }: Pick<PageLine, 'stream' | 'start'>): string => `${stream}${start}`;

const CURSOR = span('▸', 'accent');

function markOf(line: PageLine, { marks }: Looking) {
  return marks.some((mark) => sameLineId(mark, line)) ? span('▪', 'accent') : blank(1);
}

let lastMatch: { text: string; match: LineMatch | undefined } = { text: '', match: undefined };

// The same text is the same match, so that rows which know it are not made again.
function matchOf({ search, entry }: Looking): LineMatch | undefined {
  const text = entry?.kind === 'search' ? entry.text : search;
  if (text !== lastMatch.text) {
    const compiled = text === '' ? undefined : compileMatch(text);
    lastMatch = { text, match: compiled?.kind === 'match' ? compiled.match : undefined };
  }
  return lastMatch.match;
}

function styleOf(scene: Scene, data: DetailData, page: OutputPage, looking: Looking, width: number): RowStyle {
  const { times, wraps, json, column } = looking;
  const match = matchOf(looking);
  return {
    ...{ times, wraps, json, column, width, zone: scene.facts.zone },
    startedAt: startOf(data, looking),
    isTimed: page.lines.some((line) => line.at !== undefined),
    ...(match === undefined ? {} : { match }),
  };
}

/** When the run began whose output is looked at, also where a job, a question or an alert stands for it. */
function startOf({ detail }: DetailData, { instead }: Looking): number | undefined {
  const runId = instead ?? outputRunOf(detail);
  if (detail.kind === 'run' && detail.run.id === runId) return detail.run.startedAt;
  const asked = detail.kind === 'approval' && detail.source !== undefined ? [detail.source.run] : [];
  return [...asked, ...(detail.job?.history ?? [])].find((run) => run.runId === runId)?.startedAt;
}

function emptyWords(page: OutputPage, { view, keyboard }: Scene, data: DetailData): string {
  const { only, floor, window, streams } = lookingOf(view, data);
  if (page.isLate === true) return 'Reading…';
  if (page.from === 'gone') return 'No output is kept of it.';
  if (only !== '') return `No line matches ${cleanLine(only)}; Esc shows all.`;
  if (floor !== undefined) return inKeys('Nothing new since {output.clear}; Esc shows all.', keyboard);
  if (window !== 'all') return inKeys(`Nothing in the last ${window}; {output.window} chooses another time.`, keyboard);
  if (streams !== 'both' && page.totalBytes > 0)
    return inKeys(`Nothing on std${streams}; {output.streams} shows the other.`, keyboard);
  return noneWords(data);
}

/** What has ended says nothing more. */
const noneWords = ({ detail }: DetailData): string =>
  detail.kind === 'run' && detail.run.finishedAt !== undefined ? 'It printed nothing.' : 'No output yet.';

/** The last row of a run that is over. */
function endWords(scene: Scene, data: DetailData): string {
  const { detail } = data;
  if (detail.kind !== 'run' || detail.run.finishedAt === undefined) return '';
  if (lookingOf(scene.view, data).instead !== undefined) return '';
  const { run, job } = detail;
  const at = formatTimeOfDay(run.finishedAt ?? 0, scene.facts.zone);
  const took = run.durationMs === undefined ? '' : ` after ${formatDuration(run.durationMs)}`;
  const next = nextRunOf(run.id, job.history);
  const offer =
    next === undefined ? '' : inKeys(`; run ${next} came after it, {output.open} shows its output`, scene.keyboard);
  return `── ${run.status.replace('_', ' ')} ${at}${took}${offer} ──`;
}

/** Alone on the screen the title has it. */
const placeWords = ({ streams, instead }: Looking): string[] => [
  ...(streams === 'both' ? [] : [`std${streams}`]),
  ...(instead === undefined ? [] : [`run ${instead}`]),
];

function sightWords({ window, floor, only, context, marks, wraps }: Looking): string[] {
  return [
    ...(wraps ? ['wrapped'] : []),
    ...(marks.length === 0 ? [] : [`${marks.length} marked`]),
    ...(window === 'all' ? [] : [`last ${window}`]),
    ...(floor === undefined ? [] : ['cleared']),
    ...(only === '' ? [] : [`&${cutRight(only, SHOWN_SEARCH_COLUMNS)}${context === 0 ? '' : ` ±${context}`}`]),
  ];
}

const SHOWN_SEARCH_COLUMNS = 20;

function searchWords(looking: Looking, page: OutputPage): string[] {
  const { search } = looking;
  return search === '' ? [] : [`/${cutRight(search, SHOWN_SEARCH_COLUMNS)} ${hitWords(looking, page)}`];
}

/** `3/17`, `17`, `3/1,000+`, or that it is still being counted. */
function hitWords({ paused }: Looking, { hits }: OutputPage): string {
  if (hits === undefined) return 'counting';
  const count = hits.length > HITS_MAX ? `${formatNumber(HITS_MAX)}+` : formatNumber(hits.length);
  if (paused === undefined || paused.cursor === 'first') return count;
  const { cursor } = paused;
  const at = hits.findIndex((hit) => sameLineId(hit, cursor));
  return at < 0 ? count : `${formatNumber(at + 1)}/${count}`;
}
