import type { ScreenEvent } from './events.ts';
import type { Message, View } from './view.ts';

/** Good news goes by itself. */
export const GOOD_NEWS_MS = 6_000;
/** What comes by itself changes the line at most this often. */
export const MESSAGE_EVERY_MS = 1_000;
/** News that waited for longer is none; what only tells that something goes on sooner. */
const STALE_MS = 60_000;
const PASSING_STALE_MS = 10_000;
const WAITING_MAX = 20;

/** What comes without a key: equal ones are counted, others wait their turn behind what is not read yet. */
export function heard(view: View, message: Message, at: number): View {
  const { message: shown, waiting: before = [] } = view;
  const waiting = before.filter((other) => !isOvertaken(other, message));
  if (message.about !== undefined && shown?.about === message.about)
    return { ...view, message: { ...message, shownAt: at }, waiting };
  if (shown !== undefined && isSame(shown, message)) return { ...view, message: counted(shown, message) };
  if (shown?.tone === 'bad' && isOvertaken(message, shown)) return view;
  // Something bad that happened earlier and only arrives now does not push aside what nobody has read.
  if (shown?.tone === 'bad' && message.tone === 'bad' && message.at < shown.at) return view;
  const left = waiting.length === before.length ? {} : { waiting };
  if (isFree(shown, message, at)) return { ...view, message: { ...message, shownAt: at }, ...left };
  // A failure waits for nobody but the answer to a key, which has its second.
  const isAnswer = shown?.tone === 'good' && shown.shownAt === undefined;
  if (message.tone === 'bad' && shown !== undefined && shown.tone !== 'bad' && !isAnswer) {
    const again = shown.tone === 'news' ? [shown] : [];
    return { ...view, message: { ...message, shownAt: at }, waiting: [...again, ...waiting].slice(0, WAITING_MAX) };
  }
  const equal = waiting.findIndex((other) => isSame(other, message));
  const next = waiting.map((other, index) => (index === equal ? counted(other, message) : other));
  return { ...view, waiting: (equal < 0 ? [...next, message] : next).sort(byWeight).slice(0, WAITING_MAX) };
}

/** The same thing as it stands now, or a failure after what only went on: once that was read, the line does not go back in time. */
const isOvertaken = (old: Message, fresh: Message): boolean =>
  (fresh.about !== undefined && old.about === fresh.about) ||
  (old.passing === true && fresh.tone === 'bad' && old.at <= fresh.at);

/** What was told from outside, as a line of its own. */
export const newsMessage = ({ type: _, ...news }: Extract<ScreenEvent, { type: 'news' }>): Message => ({
  ...news,
  count: 1,
});

/** What the passing of time does: good news goes, and what waits has its turn. */
export function messagesAt(view: View, at: number): View {
  const { message, waiting, ...rest } = view;
  if (message === undefined && waiting === undefined) return view;
  const shown = message !== undefined && isOver(message, at) ? undefined : message;
  const fresh = (waiting ?? []).filter((other) => at - other.at < (other.passing ? PASSING_STALE_MS : STALE_MS));
  const [first, ...others] = fresh;
  const takes = first !== undefined && isFree(shown, first, at);
  const left = takes ? others : fresh;
  const next = takes ? { ...first, shownAt: at } : shown;
  if (next === message && left.length === (waiting?.length ?? 0)) return view;
  return {
    ...rest,
    ...(next === undefined ? {} : { message: next }),
    ...(left.length === 0 ? {} : { waiting: left }),
  };
}

/** Runs of one job that end alike are told apart by their number, and are equal news all the same. */
const isSame = (a: Message, b: Message): boolean =>
  (a.same ?? a.text) === (b.same ?? b.text) && a.mark === b.mark && a.tone === b.tone;

const counted = (old: Message, fresh: Message): Message => ({
  ...old,
  ...fresh,
  count: old.count + fresh.count,
  ...(old.shownAt === undefined ? {} : { shownAt: old.shownAt }),
});

/** It stays while what it offers can be taken. */
const isOver = ({ tone, at, shownAt, undo }: Message, now: number): boolean =>
  tone === 'good' && now - (shownAt ?? at) >= GOOD_NEWS_MS && (undo === undefined || now >= undo.until);

function isFree(shown: Message | undefined, next: Message, at: number): boolean {
  if (shown === undefined) return true;
  if (shown.tone === 'bad' && next.tone !== 'bad') return false;
  // What only tells that something goes on takes the line from its like, or from what was read long ago.
  if (next.passing && !shown.passing) return at - (shown.shownAt ?? shown.at) >= GOOD_NEWS_MS;
  return at - (shown.shownAt ?? shown.at) >= MESSAGE_EVERY_MS;
}

/** Failures and what waits for a decision come before what only tells. */
const WEIGHT: Readonly<Record<Message['tone'], number>> = { bad: 0, news: 1, good: 2 };
const byWeight = (a: Message, b: Message): number => WEIGHT[a.tone] - WEIGHT[b.tone] || a.at - b.at;
