import { cutLeft, cutMiddle, cutRight, widthOf } from '../text/width.ts';
import { blank, bold, type Line, type Span, span, type Token, toWidth, widthOfLine } from './line.ts';

export type Tab = { id: string; label: string };

export type Frame = {
  title: string;
  /** The title is a path: cut at the left, but for this end of it. */
  titleEnd?: string;
  tabs: readonly Tab[];
  active: string;
  /** Facts at the right end of the title, the least important first. */
  right: readonly string[];
  /** What stands for the last of them where it has no room, its middle cut if need be: what narrows a list is never left out. */
  rightShort?: string;
  focused: boolean;
  /** Boxes stand side by side; rules have no sides, so that the terminal's own copying takes no bars. */
  edges: 'box' | 'rule';
  /** Something came up in it since somebody was there. */
  isNew?: true;
  /** Panels without a place of their own in which something came up; their mark stands in the rule of this one. */
  newElsewhere?: readonly string[];
  /** The colour of a focused frame, accent unless a sheet says otherwise. */
  token?: Token;
};

const LIGHT = { horizontal: '─', vertical: '│', topLeft: '╭', topRight: '╮', bottomLeft: '╰', bottomRight: '╯' };
const HEAVY = { horizontal: '━', vertical: '┃', topLeft: '┏', topRight: '┓', bottomLeft: '┗', bottomRight: '┛' };

/** Columns and rows that are left inside a frame. */
export const insideOf = (edges: Frame['edges'], width: number, height: number): { columns: number; rows: number } =>
  edges === 'box' ? { columns: width - 2, rows: height - 2 } : { columns: width, rows: height - 1 };

/** Draws the frame around rows that are as wide as its inside; too few are filled up, too many left out. */
export function framed(frame: Frame, rows: readonly Line[], width: number, height: number): Line[] {
  const inside = insideOf(frame.edges, width, height);
  const glyphs = frame.focused ? HEAVY : LIGHT;
  const token: Token = frame.focused ? (frame.token ?? 'accent') : 'line';
  const filled = Array.from({ length: Math.max(0, inside.rows) }, (_, index) =>
    toWidth(rows[index] ?? [], inside.columns),
  );
  if (frame.edges === 'rule') {
    return [titleLine(frame, glyphs.horizontal, glyphs.horizontal, glyphs.horizontal, token, width), ...filled];
  }
  const side = span(glyphs.vertical, token);
  return [
    titleLine(frame, glyphs.topLeft, glyphs.topRight, glyphs.horizontal, token, width),
    ...filled.map((row) => [side, ...row, side]),
    [span(glyphs.bottomLeft + glyphs.horizontal.repeat(width - 2) + glyphs.bottomRight, token)],
  ];
}

function titleLine(frame: Frame, left: string, right: string, rule: string, token: Token, width: number): Line {
  const least = leastOf(frame) + CORNER_COLUMNS;
  const [roomy, close] = [TAB_GAP, 1].map((gap) => [span(` ${rule} `, token), ...tabsOf(frame, token, gap)]);
  const fits = widthOfLine(roomy ?? []) + least <= width;
  const tabs = frame.tabs.length === 0 ? [] : ((fits ? roomy : close) ?? []);
  const [whole, short] = newsOf(frame, rule, token);
  const { name, rights } = fitTitle(frame, width - widthOfLine(tabs) - CORNER_COLUMNS - widthOfLine(short));
  const lead: Line = frame.isNew ? [span(left, token), span('•', 'accent')] : [span(`${left} `, token)];
  const title: Line = [...lead, frame.focused ? bold(name, token) : span(name, 'text')];
  const facts: Span[] = rights.flatMap((text) => [
    span(` ${text} `, frame.focused ? token : 'muted'),
    span(rule, token),
  ]);
  const room = width - widthOfLine([...title, ...tabs, ...facts]) - RULE_LEAST;
  const end: Span[] = [...(widthOfLine(whole) <= room ? whole : short), ...facts];
  if (end.length > 0) end[end.length - 1] = span(right, token);
  const start = fitStart([...title, ...tabs], width - widthOfLine(end) - (end.length > 0 ? 1 : 2));
  const free = width - widthOfLine(start) - widthOfLine(end);
  if (end.length > 0) return [...start, span(` ${rule.repeat(Math.max(0, free - 1))}`, token), ...end];
  return [...start, span(` ${rule.repeat(Math.max(0, free - 2))}${right}`, token)];
}

/** A blank and one character of the rule stay between what stands left and right in it. */
const RULE_LEAST = 2;

/** `•6 Activity`, or `•6`: it takes columns of the rule, and moves nothing. */
function newsOf({ newElsewhere = [] }: Frame, rule: string, token: Token): [whole: Span[], short: Span[]] {
  const spansOf = (names: readonly string[]): Span[] =>
    names.flatMap((name) => [span(' '), span('•', 'accent'), span(`${name} `), span(rule, token)]);
  return [spansOf(newElsewhere), spansOf(newElsewhere.map((name) => name.slice(0, 1)))];
}

/** The corner or rule and a blank in front of the title, and the same behind all. */
const CORNER_COLUMNS = 4;
const TITLE_LEAST = 12;

/** Tabs stay: without them a panel hides what it could show. Facts go but the last, then the title is cut, then that fact is short or goes. */
function fitTitle(frame: Frame, columns: number): { name: string; rights: readonly string[] } {
  let rights = frame.right;
  while (rights.length > 1 && widthOf(frame.title) + rightWidth(rights) > columns) rights = rights.slice(1);
  const least = leastOf(frame);
  if (rights.length === 1 && least + rightWidth(rights) > columns) rights = shortFact(frame, columns - least);
  const room = Math.max(least, columns - rightWidth(rights));
  const name = frame.titleEnd === undefined ? cutTitle(frame.title, room) : cutPath(frame.title, room);
  return { name, rights };
}

/** Half of the first step says less than none of it. */
function cutPath(path: string, columns: number): string {
  const rest = `…${path.slice(path.indexOf(PATH_STEP))}`;
  return widthOf(path) > columns && widthOf(rest) <= columns ? rest : cutLeft(path, columns);
}

/** Between the steps of a title that is a path. */
export const PATH_STEP = ' › ';

const leastOf = ({ title, titleEnd = '' }: Frame): number =>
  Math.min(widthOf(title), Math.max(TITLE_LEAST, widthOf(titleEnd) + 1));

function shortFact({ rightShort }: Frame, columns: number): readonly string[] {
  const room = columns - rightWidth(['']);
  return rightShort === undefined || room < SHORT_LEAST ? [] : [cutMiddle(rightShort, room)];
}
const SHORT_LEAST = 5;

/** The panel's number, and a run's own, are not cut: the middle of the name is. */
const TITLE_LEAD = /^\d (run \d+ )?/;
const NAME_LEAST = 5;

function cutTitle(title: string, columns: number): string {
  const lead = TITLE_LEAD.exec(title)?.[0] ?? '';
  if (columns < lead.length + NAME_LEAST) return cutRight(title, columns);
  return lead + cutMiddle(title.slice(lead.length), columns - lead.length);
}

const fitStart = (line: Line, columns: number): Line => (widthOfLine(line) > columns ? toWidth(line, columns) : line);
const rightWidth = (parts: readonly string[]): number => parts.reduce((sum, text) => sum + widthOf(text) + 3, 0);

/** Blanks between tabs; one where the last of them had no room else. */
const TAB_GAP = 2;

function tabsOf(frame: Frame, token: Token, columns: number): Span[] {
  return frame.tabs.flatMap((tab, index) => {
    const gap = index === 0 ? [] : [blank(columns)];
    const active = tab.id === frame.active;
    return [...gap, active ? span(`[${tab.label}]`, frame.focused ? token : 'text') : span(tab.label, 'muted')];
  });
}
