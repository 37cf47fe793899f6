import { formatDuration, formatTimeOfDay } from '../format/index.ts';
import { blank, type Line, span, toWidth, widthOfLine } from '../layout/line.ts';
import type { Scene } from '../scene.ts';
import { unreadCount } from '../state/messages.ts';
import type { Message } from '../state/view.ts';
import { cleanLine } from '../text/sanitise.ts';
import { cutRight, widthOf } from '../text/width.ts';

const LAPSE_WORD = 'APPROVED';

/** The newest thing that happened, in one row. */
export function messageLine(scene: Scene, width: number): Line {
  const message = scene.view.message;
  // A sheet asks for the whole attention: only what went wrong is told beside it.
  const isBeside = message?.tone === 'news' || message?.passing === true;
  if (message === undefined || (scene.view.sheet !== undefined && isBeside)) return toWidth([], width);
  const times = message.count > 1 ? ` ×${message.count}` : '';
  const head: Line = [
    blank(1),
    span(formatTimeOfDay(message.at, scene.facts.zone), 'muted'),
    blank(2),
    span(message.mark === '' ? '' : `${message.mark} `, message.tone === 'bad' ? 'fail' : undefined),
  ];
  const behind = `${undoWords(message, scene)}${unreadWords(scene)}`;
  const room = width - widthOfLine(head) - 1 - widthOf(behind);
  const text = cleanLine(message.text);
  const more = message.more === undefined ? '' : cleanLine(message.more);
  const whole = text + times + more;
  const said = widthOf(whole) <= room ? whole : cutWithin(text, times, room);
  return toWidth([...head, ...emphasised(said), span(behind, 'muted')], width);
}

/** What comes of it without an answer, and how many there were, stay. */
function cutWithin(text: string, times: string, room: number): string {
  const end = (text.endsWith(` ${LAPSE_WORD}`) ? ` ${LAPSE_WORD}` : '') + times;
  const begin = text.slice(0, text.length - (end.length - times.length));
  return cutRight(begin, room - widthOf(end)) + end;
}

/** What can be taken back, and for how long: `   u undoes it, 8s`. */
function undoWords({ undo }: Message, { now, keyboard }: Scene): string {
  if (undo === undefined || undo.until <= now) return '';
  return `   ${keyboard?.nameOf('undo') ?? 'u'} ${undo.label}, ${formatDuration(undo.until - now)}`;
}

/** What else went wrong: a key shows the next. */
function unreadWords({ view }: Scene): string {
  const count = unreadCount(view);
  return view.message?.tone !== 'bad' || count === 0 ? '' : `   +${count} more`;
}

/** A lapse into approval is told in the colour of a warning. */
function emphasised(text: string): Line {
  const at = text.indexOf(LAPSE_WORD);
  if (at < 0) return [span(text)];
  return [span(text.slice(0, at)), span(LAPSE_WORD, 'warn'), span(text.slice(at + LAPSE_WORD.length))];
}
