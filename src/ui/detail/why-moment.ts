import { type AtAnswer, zoneOf } from '../../engine/rules/why/answer-at.ts';
import type { Asked } from '../../engine/rules/why/asked.ts';
import { blank, fitting, type Line, span, spread, widthOfLine } from '../layout/line.ts';
import type { Scene } from '../scene.ts';
import type { DetailData, View } from '../state/view.ts';
import { wrapProse } from '../text/prose.ts';
import { cleanLine } from '../text/sanitise.ts';
import { cutLeft } from '../text/width.ts';
import { labelled, roomOf } from './labelled.ts';
import { activeTab } from './tabs.ts';

/** A time that somebody asks about in the Why tab of a job: while it is written, and then with its answer. */
export type WhyMoment = { jobId: string; text: string; state: 'writing' | 'asked' };

const TEXT_UNITS_MAX = 40;
const ANSWER_ROWS_MAX = 4;

/** The job whose Why tab has the focus. */
export function jobAsked(view: View, detail: DetailData | undefined): string | undefined {
  const shown = detail?.detail;
  if (view.focus !== 'detail' || shown === undefined || shown.kind === 'approval' || shown.kind === 'alert')
    return undefined;
  return activeTab(shown, view.detailTab) === 'why' ? shown.job.id : undefined;
}

/** Keys while a time is written; `ask` when it is whole. */
export function momentKey(moment: WhyMoment, name: string): WhyMoment | 'over' {
  const written = (text: string): WhyMoment => ({ ...moment, text: text.slice(0, TEXT_UNITS_MAX) });
  switch (name) {
    case 'Enter':
      return moment.text.trim() === '' ? 'over' : { ...moment, state: 'asked' };
    case 'Escape':
      return 'over';
    case 'Backspace':
      return moment.text === '' ? 'over' : written([...moment.text].slice(0, -1).join(''));
    case 'Ctrl-U':
      return written('');
    case 'Space':
      return written(`${moment.text} `);
    default:
      return [...name].length === 1 ? written(moment.text + name) : moment;
  }
}

export const momentPaste = (moment: WhyMoment, text: string): WhyMoment => ({
  ...moment,
  text: (moment.text + text.replace(/\s+/g, ' ')).slice(0, TEXT_UNITS_MAX),
});

/** The answer, where it is of the job that shows. */
export function answerShown(
  { moment }: View,
  { moment: answer, detail }: Pick<DetailData, 'moment' | 'detail'>,
): AtAnswer | undefined {
  if (detail.kind === 'approval' || detail.kind === 'alert') return undefined;
  return moment?.state === 'asked' && moment.jobId === detail.job?.id ? answer : undefined;
}

/** What was the matter then; it stays above the record, however that is scrolled. */
export function momentRows(answer: AtAnswer, width: number): Line[] {
  const text = answer.kind === 'ok' ? answer.said.text : `${answer.reason}; it is read on the clocks of ${answer.zone}`;
  const prose = (label: string, said: string, token?: 'warn' | 'muted'): Line[] =>
    labelled(
      label,
      wrapProse(cleanLine(said), roomOf(width), ANSWER_ROWS_MAX).map((line): Line => [span(line, token)]),
    );
  if (answer.kind === 'refused') return [...prose('AT', text, 'warn'), []];
  const { againAt } = answer.asked;
  const again =
    againAt === undefined ? [] : prose('', `the clocks of ${answer.zone} show this time twice; this is the first`);
  const remedy = answer.said.remedy === undefined ? [] : prose('DO', answer.said.remedy, 'muted');
  return [...prose('AT', text), ...again, ...remedy, []];
}

/** Whether a row of the record speaks of that time. */
export const isAbout = (
  { slotAt, at, runId }: { slotAt?: number; at: number; runId?: number },
  answer: Extract<AtAnswer, { kind: 'ok' }>,
): boolean => isWithin(slotAt ?? at, answer.asked) || (runId !== undefined && runId === answer.said.runId);

const isWithin = (at: number, { from, until }: Asked): boolean => at >= from && at < until;

/** What is written just now stands in the last line of the screen. */
export function momentFooter({ view, data, facts }: Scene, width: number): Line | undefined {
  const { moment } = view;
  const job = data.detail?.detail.job;
  if (moment?.state !== 'writing' || job === undefined) return undefined;
  const hint = (keys: string, word: string): Line => [span(keys), span(` ${word}`, 'muted')];
  const clocks = `on the clocks of ${cleanLine(zoneOf(job.definition, facts.zone))}`;
  const hints = [
    hint('Enter', 'asks'),
    hint('Esc', 'leaves'),
    // Where one of them has no room, what is before it still ends as a sentence does.
    [span('02:30')],
    [span('or ', 'muted'), span('Mon 02:30')],
    [span('or ', 'muted'), ...hint('yesterday 02:30', clocks)],
  ];
  const right: Line = [...fitting(hints, width - LEAD_LEAST, 2), blank(1)];
  return spread([blank(1), span(cutLeft(`/${cleanLine(moment.text)}▏`, width - widthOfLine(right) - 3))], right, width);
}

const LEAD_LEAST = 24;
