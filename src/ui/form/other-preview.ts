import { formatDuration } from '../format/index.ts';
import { type Line, span, type Token } from '../layout/line.ts';
import { cleanLine } from '../text/sanitise.ts';
import { wrapText } from '../text/width.ts';
import type { When } from './fields.ts';
import { type Form, noParentIn, parentIn, textAt } from './form.ts';
import { instantText, type Telling } from './preview.ts';
import { scheduleOfForm } from './reading.ts';

/** What comes where no schedule repeats: one instant, the end of another job, or nothing by itself. */
export function otherPreview(
  form: Form,
  when: Exclude<When, 'cron' | 'every'>,
  telling: Omit<Telling, 'zone'>,
): Line[] {
  switch (when) {
    case 'by hand':
      return said('never by itself: only by hand, here or with openclaw-tui jobs run', telling.room, 'muted');
    case 'at':
      return onceRows(form, telling);
    case 'after':
      return chainRows(form, telling.room);
  }
}

function onceRows(form: Form, { now, room }: Omit<Telling, 'zone'>): Line[] {
  const found = scheduleOfForm(form, now);
  if (found === undefined || found.schedule.kind !== 'at') return [];
  const { at } = found.schedule;
  const when = at >= now ? `once, in ${formatDuration(at - now)}` : 'it is past';
  return [instantText(at, { zone: form.zone, now, room }, [span(when, at >= now ? 'muted' : 'warn')])];
}

const ENDS: Readonly<Record<string, string>> = {
  success: 'each time it ends ok',
  failure: 'when it failed, its last retry too',
  complete: 'each time it ends, ok or not',
  attempt_failure: 'each time an attempt of it fails',
};

function chainRows(form: Form, room: number): Line[] {
  const text = textAt(form, 'parent_id').trim();
  if (text === '' || noParentIn(form) !== undefined) return [];
  const name = cleanLine(parentIn(form)?.name ?? text);
  const occasion = ENDS[textAt(form, 'trigger_on')] ?? ENDS.success ?? '';
  const delay = textAt(form, 'trigger_delay_s').trim();
  const condition = textAt(form, 'trigger_condition').trim();
  return [
    ...said(`after ${name}: ${occasion}${delay === '' ? '' : `, ${cleanLine(delay)} later`}`, room),
    ...(condition === '' ? [] : said(`if its output has ${cleanLine(condition)}`, room, 'muted')),
  ];
}

const SAID_ROWS_MAX = 3;

/** A sentence in as many rows as it needs. */
const said = (text: string, room: number, token?: Token): Line[] =>
  wrapText(text, room, SAID_ROWS_MAX).lines.map((line): Line => [span(line.trim(), token)]);
