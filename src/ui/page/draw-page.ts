import { describeJobField, type JobField } from '../../store/nouns/job-fields.ts';
import { cronWords } from '../form/cron-words.ts';
import { formRows, hiddenRemarks } from '../form/draw-form.ts';
import { type Form, isChanged, textAt } from '../form/form.ts';
import { currentField, placesOf } from '../form/form-keys.ts';
import { type FormReading, readForm } from '../form/reading.ts';
import { formatCount } from '../format/index.ts';
import { moveRows } from '../import/cron-move.ts';
import { drawPlan, planHint } from '../import/draw-plan.ts';
import { chosenOf } from '../import/plan-list.ts';
import { framed, insideOf } from '../layout/frame.ts';
import { blank, firstFitting, type Line, plainOf, span, spread, toWidth } from '../layout/line.ts';
import { isCompact } from '../layout/shape.ts';
import type { Scene } from '../scene.ts';
import type { Size } from '../state/view.ts';
import { cleanLine } from '../text/sanitise.ts';
import { wrapText } from '../text/width.ts';
import type { Page } from './page.ts';

const COLUMNS = 82;
const ROWS_MAX = 28;
/** What is said about the field or the whole, then the buttons, then who is recorded. */
const NOTICE_ROWS = 2;
const BOTTOM_ROWS = NOTICE_ROWS + 2;

export type PageBox = Size & { edges: 'box' | 'rule' };

/** On small screens all that is between header and message, with no bars at the sides. */
export const pageBox = (screen: Size): PageBox =>
  isCompact(screen)
    ? { columns: screen.columns, rows: screen.rows - 4, edges: 'rule' }
    : { columns: COLUMNS, rows: Math.min(ROWS_MAX, screen.rows - 4), edges: 'box' };

export function drawPage(page: Page, scene: Scene, box: PageBox): Line[] {
  const inside = insideOf(box.edges, box.columns, box.rows);
  const room = inside.rows - BOTTOM_ROWS;
  const { rows, place } = partOf(page, scene, { columns: inside.columns, rows: room });
  const right = [...place, page.arm.kind === 'armed' ? 'armed' : 'wait'];
  const frame = { title: titleOf(page), tabs: [], active: '', right, focused: true, edges: box.edges } as const;
  return framed(frame, rows, box.columns, box.rows).map((line, index) => (index === 0 ? quiet(line) : line));
}

/** `place`: where the cursor is where not all can be seen (`3/8`), so that one knows of what is further down. */
type Part = { rows: Line[]; place: string[] };

function partOf(page: Page, scene: Scene, size: Size): Part {
  const { body } = page;
  if (body.kind === 'form') return formPart(page, body.form, scene, size);
  const rows = size.rows + NOTICE_ROWS;
  const shown =
    body.kind === 'plan'
      ? drawPlan(body.plan, page.focus === 'body', size.columns, rows)
      : Array.from({ length: rows }, (_, index) => moveRows(body.move, size.columns)[index] ?? []);
  const isOn = body.kind === 'move' || chosenOf(body.plan).length > 0;
  const count = body.kind === 'plan' ? body.plan.offer.items.length : 0;
  const place = body.kind === 'plan' && count > 0 ? [formatCount(body.plan.index + 1, count)] : [];
  return { rows: [...shown, ...bottomRows(page, isOn, scene, size.columns)], place };
}

/** The word at the end of the title is plain, or muted while the button does not count. */
const quiet = (line: Line): Line =>
  line.map((part) =>
    part.text === ' armed ' ? span(part.text) : part.text === ' wait ' ? span(part.text, 'muted') : part,
  );

function titleOf({ body }: Page): string {
  if (body.kind === 'plan') return body.plan.offer.title;
  if (body.kind === 'move') return `Start ${cleanLine(body.move.jobName)} here?`;
  return body.form.base === undefined ? 'New job' : `Edit ${cleanLine(body.form.base.definition.name)}`;
}

function formPart(page: Page, form: Form, scene: Scene, size: Size): Part {
  const reading = readForm(form, scene.now);
  const drawn = page.focus === 'body' ? form : { ...form, at: 'none' as Form['at'] };
  const rows = formRows(drawn, reading, size.columns, scene.now);
  const at = rows.findIndex(({ id }) => id === form.at);
  const top = topFor(form, at, rows.length, size.rows);
  const shown = Array.from({ length: size.rows }, (_, index) => rows[top + index]?.line ?? []);
  const row = plainOf(rows[at]?.line ?? []);
  const places = placesOf(form);
  const isLong = rows.length > size.rows;
  return {
    rows: [
      ...shown,
      ...noticeRows(noticeOf(form, reading, { width: size.columns, row }), size.columns),
      ...bottomRows(page, reading.problems.length === 0, scene, size.columns),
    ],
    place: [
      ...(form.restored === true && isChanged(form) ? ['restored'] : []),
      ...(isLong ? [formatCount(places.indexOf(form.at) + 1, places.length)] : []),
    ],
  };
}

/** Rows below the cursor that belong to it: those of the preview stand under the schedule. */
const BELOW = 1;
const BELOW_SCHEDULE = 7;
const WITH_PREVIEW: ReadonlySet<Form['at']> = new Set([
  'when',
  'schedule_cron',
  'schedule_tz',
  'schedule_every_ms',
  'schedule_at',
  'parent_id',
  'trigger_on',
]);

/** The first row to be seen, so that the cursor is, and what its field means. */
function topFor(form: Form, at: number, count: number, room: number): number {
  const last = Math.min(count - 1, at + (WITH_PREVIEW.has(form.at) ? BELOW_SCHEDULE : BELOW));
  const wanted = last < room ? 0 : last - room + 1;
  return Math.max(0, Math.min(wanted, at, Math.max(0, count - room)));
}

/** Where the words for an expression stand in its row, and a blank behind them. */
const WORDS_AT = 38;

type Notice = { text: string; token: 'fail' | 'warn' | 'muted' };

/** One thing to say in full: what was refused, what is wrong with the field, what it may hold. */
function noticeOf(form: Form, reading: FormReading, shown: Shown): Notice[] {
  const { notice } = form;
  if (notice?.kind === 'leaving')
    return [{ text: 'Esc again closes it; what you wrote is kept for the next time', token: 'warn' }];
  if (notice !== undefined) return [{ text: notice.text, token: NOTICE_TOKEN[notice.kind] }];
  const hidden = hiddenRemarks(form, reading);
  const own = ownRemark(form, reading);
  if (own !== undefined) return [own];
  const [first] = hidden;
  return first === undefined ? explained(form, shown) : [{ text: first.text, token: 'fail' }];
}

const NOTICE_TOKEN = { refused: 'fail', changed: 'warn', restored: 'muted', taken: 'muted' } as const;

/** The row of the field with the cursor, as it is drawn. */
type Shown = { width: number; row: string };

/** What the field under the cursor is for, where its row has no place for it. */
function explained(form: Form, { width, row }: Shown): Notice[] {
  const field = currentField(form);
  if (field === undefined) return [];
  const text = textAt(form, field.id);
  const words = field.id === 'schedule_cron' ? cronWords(text) : '';
  if (words !== '') return words.length <= width - WORDS_AT ? [] : [{ text: words, token: 'muted' }];
  if (field.group !== undefined) {
    const { help, allowed } = describeJobField(field.id as JobField);
    return [{ text: `${help}: ${allowed}`, token: 'muted' }];
  }
  const isAsked = text === '' || field.options !== undefined;
  return isAsked && field.help !== '' && !row.includes(field.help) ? [{ text: field.help, token: 'muted' }] : [];
}

function ownRemark(form: Form, reading: FormReading): Notice | undefined {
  if (form.at === 'more' || form.values[form.at as keyof Form['values']] === undefined) return undefined;
  const tells = (field: string): boolean => field === form.at || (ASKED[form.at] ?? []).includes(field);
  const problem = reading.problems.find(({ field }) => tells(field));
  if (problem !== undefined) return { text: problem.text, token: 'fail' };
  const warning = reading.warnings.find(({ field }) => tells(field));
  return warning === undefined ? undefined : { text: warning.text, token: 'warn' };
}

const ASKED: Readonly<Record<string, readonly string[]>> = {
  runs: ['session_target', 'job_type'],
  approval: ['approval_required', 'approval_scope'],
  delivery_to: ['delivery_mode'],
};

function noticeRows(notices: readonly Notice[], width: number): Line[] {
  const [notice] = notices;
  const lines = notice === undefined ? [] : wrapText(cleanLine(notice.text), width - 3, NOTICE_ROWS).lines;
  return Array.from({ length: NOTICE_ROWS }, (_, index): Line => {
    const text = lines[index];
    return text === undefined ? [] : [blank(1), span(text.trim(), notice?.token)];
  });
}

function bottomRows(page: Page, isOn: boolean, { actor }: Scene, width: number): Line[] {
  const from = actor.ssh === undefined ? '' : ` from ${cleanLine(actor.ssh)}`;
  const on = actor.tty === undefined ? '' : ` on ${cleanLine(actor.tty)}`;
  const buttons: Line = [
    blank(LABEL),
    ...button(page, 'back', 'Cancel', true),
    blank(4),
    ...button(page, 'decide', verbOf(page), isOn),
  ];
  return [toWidth(buttons, width), [blank(1), span(`As ${cleanLine(actor.name)}${from}${on}. Recorded.`, 'muted')]];
}

const LABEL = 10;

export function verbOf({ body }: Page): string {
  if (body.kind === 'form') return body.form.base === undefined ? 'Add' : 'Save';
  if (body.kind === 'move') return 'Start here';
  const count = chosenOf(body.plan).length;
  return `Import ${count}`;
}

function button(page: Page, id: 'back' | 'decide', word: string, isOn: boolean): Line {
  const text = `[ ${word} ]`;
  const off = !isOn || (id === 'decide' && page.isWaiting === true);
  const muted = off || (id === 'decide' && page.arm.kind !== 'armed');
  const drawn: Line =
    page.focus === id
      ? [span(`▸${text}`, muted ? 'muted' : 'accent')]
      : [blank(1), span(text, muted ? 'muted' : 'text')];
  return off ? [...drawn, span(' off', 'muted')] : drawn;
}

/** How the keys go here, for the last line. */
export function pageFooter(page: Page, scene: Scene, width: number): Line {
  const hints = hintsOf(page, scene.now);
  const ways = [[], [FIELDS], [FIELDS, CHOOSE]].map((out) => hints.filter(([, word]) => !out.includes(word)));
  const left = firstFitting(
    ways.map((way) => [hintLine(way)]),
    width - 2,
  );
  return spread([blank(1), ...left], [blank(1)], width);
}

const hintLine = (hints: readonly [string, string][]): Line =>
  hints.flatMap(
    ([keys, word], index): Line => [...(index === 0 ? [] : [blank(2)]), span(keys), span(` ${word}`, 'muted')],
  );

/** Keys that everybody finds by themselves are left out first. */
const [FIELDS, CHOOSE] = ['fields', 'choose'];

function hintsOf(page: Page, now: number): [string, string][] {
  const { body, focus } = page;
  if (body.kind === 'form') return formHint(page, body.form, now);
  if (body.kind === 'plan') return planHint(body.plan, focus);
  return [focus === 'decide' ? ['Enter', 'starts it here'] : ['Tab Enter', 'starts it here'], ['Esc', 'back']];
}

function formHint(page: Page, form: Form, now: number): [string, string][] {
  const verb = verbOf(page).toLowerCase();
  if (page.focus === 'decide')
    return [
      ['Enter', `${verb}s it`],
      ['Tab', FIELDS],
      ['Esc', 'back'],
    ];
  if (page.focus === 'back')
    return [
      ['Enter', 'back'],
      ['Tab', `to ${verb}`],
    ];
  if (form.at === 'more')
    return [
      ['Enter', form.more ? 'fewer fields' : 'all fields'],
      ['Tab', 'next'],
      ['Esc', 'back'],
    ];
  const isRight = readForm(form, now).problems.length === 0;
  const enter: [string, string] = ['Enter', isRight ? `to ${verb}` : 'next to fill in'];
  const choose: [string, string][] = currentField(form)?.options === undefined ? [] : [['←→', CHOOSE]];
  return [enter, ...awayHint(form), ['Tab ↑↓', FIELDS], ...choose, ['Esc', 'back']];
}

/** Whoever finds what they had left half written may want none of it. */
function awayHint(form: Form): [string, string][] {
  if (isChanged(form)) return form.restored === true ? [['Ctrl-X', 'takes it away']] : [];
  return form.taken === undefined ? [] : [['Ctrl-X', 'brings it back']];
}
