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
/** So many lines of bad news wait to be read one by one; what is beyond them is one line that counts. */
const BAD_WAITING_MAX = 6;

/** What comes without a key: equal ones are counted, others wait their turn behind what is not read yet. */
export function heard(view: View, message: Message, at: number): View {
  const { message: shown, waiting: before = [] } = view;
  const waiting = before.filter((other) => !isOvertaken(other, message));
  if (message.about !== undefined && shown?.about === message.about)
    return { ...view, message: { ...message, shownAt: at }, waiting };
  if (shown !== undefined && isSame(shown, message)) return { ...view, message: counted(shown, message) };
  if (shown?.tone === 'bad' && isOvertaken(message, shown)) return view;
  // Nothing starts meanwhile, and no list says why: what went wrong before is read after it.
  if (message.about === 'storage' && message.tone === 'bad' && shown?.tone === 'bad' && !isAnswer(shown))
    return { ...view, message: { ...message, shownAt: at }, waiting: bounded([shown, ...waiting]) };
  // What was there long before it could be told is in its list, and nothing that somebody has to read first.
  if (shown?.tone === 'bad' && message.tone === 'bad' && at - message.at >= STALE_MS) return view;
  const left = waiting.length === before.length ? {} : { waiting };
  if (isFree(shown, message, at)) return { ...view, message: { ...message, shownAt: at }, ...left };
  // A failure waits for nobody but the answer to a key, which has its second, and for what is as bad.
  if (message.tone === 'bad' && shown !== undefined && shown.tone !== 'bad' && !isAnswer(shown)) {
    const again = shown.tone === 'news' ? [shown] : [];
    return { ...view, message: { ...message, shownAt: at }, waiting: bounded([...again, ...waiting]) };
  }
  const equal = waiting.findIndex((other) => isSame(other, message));
  const next = waiting.map((other, index) => (index === equal ? counted(other, message) : other));
  return { ...view, waiting: bounded(equal < 0 ? [...next, message] : next) };
}

/** A key has read what is bad, and shows what else went wrong; one that was on its way when it came up has read nothing. */
export function readByKey(view: View, { name, at }: { name: string; at: number }): View {
  const { message, waiting = [], ...rest } = view;
  if (message?.tone !== 'bad' || (!isAnswer(message) && (isNew(message, at) || isWritten(view, name)))) return view;
  const [next, ...others] = waiting;
  if (next?.tone !== 'bad') return { ...rest, ...(waiting.length === 0 ? {} : { waiting }) };
  return { ...rest, message: { ...next, shownAt: at }, ...(others.length === 0 ? {} : { waiting: others }) };
}

/** The answer to a key has the line at once; what is bad and was not read comes back behind it. */
export function withUnread(before: View, after: View): View {
  const { message: unread } = before;
  const { message: answer, waiting = [] } = after;
  if (unread?.tone !== 'bad' || isAnswer(unread) || answer === undefined || !isAnswer(answer)) return after;
  return { ...after, waiting: bounded([unread, ...waiting]) };
}

/** How much else went wrong that nobody has read. */
export const unreadCount = ({ waiting = [] }: View): number =>
  waiting.reduce((sum, { tone, others = 1 }) => (tone === 'bad' ? sum + others : sum), 0);

/** What a key or a command answered took the line at once. */
const isAnswer = ({ shownAt }: Message): boolean => shownAt === undefined;

/** Too new to have been read; a clock that was set back keeps nothing. */
function isNew({ shownAt = 0 }: Message, at: number): boolean {
  return at >= shownAt && at - shownAt < MESSAGE_EVERY_MS;
}

/** A letter that goes into a text has read nothing: the eyes are there. */
function isWritten(view: View, name: string): boolean {
  const isText =
    view.filterEdit !== undefined ||
    view.palette !== undefined ||
    view.looking.entry !== undefined ||
    view.moment?.state === 'writing' ||
    view.page?.body.kind === 'form';
  return isText && ([...name].length === 1 || name === 'Space' || name === 'Backspace');
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
  const fresh = (waiting ?? []).filter((other) => other.tone === 'bad' || at - other.at < staleAfterMs(other));
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

const staleAfterMs = ({ passing }: Message): number => (passing ? PASSING_STALE_MS : STALE_MS);

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
  if (shown.tone === 'bad' && !(next.tone === 'bad' && isHint(shown))) return false;
  // What a key did and may take back is not hidden by what went wrong before that.
  if (shown.undo !== undefined && isAnswer(shown) && next.at <= shown.at) return at - shown.at >= GOOD_NEWS_MS;
  // What only tells that something goes on takes the line from its like, or from what was read long ago.
  if (next.passing && !shown.passing) return at - (shown.shownAt ?? shown.at) >= GOOD_NEWS_MS;
  return at - (shown.shownAt ?? shown.at) >= MESSAGE_EVERY_MS;
}

/** Why a key did nothing: it is said, and hides no failure. */
const isHint = (message: Message): boolean => isAnswer(message) && message.mark === '';

/** Failures and what waits for a decision come before what only tells. */
const WEIGHT: Readonly<Record<Message['tone'], number>> = { bad: 0, news: 1, good: 2 };
const byWeight = (a: Message, b: Message): number => WEIGHT[a.tone] - WEIGHT[b.tone] || a.at - b.at;

/** The weightiest first, and no more than can be read: the rest of what went wrong is a number and where it is. */
function bounded(waiting: readonly Message[]): Message[] {
  const sorted = [...waiting].sort(byWeight);
  const bad = sorted.filter(({ tone }) => tone === 'bad');
  if (bad.length <= BAD_WAITING_MAX) return sorted.slice(0, WAITING_MAX);
  const told = bad.slice(0, BAD_WAITING_MAX - 1);
  const rest = sorted.slice(bad.length, WAITING_MAX);
  return [...told, together(bad.slice(BAD_WAITING_MAX - 1)), ...rest];
}

function together(bad: readonly Message[]): Message {
  const others = bad.reduce((sum, message) => sum + (message.others ?? message.count), 0);
  const at = Math.max(...bad.map((message) => message.at));
  return {
    at,
    mark: '✗',
    tone: 'bad',
    text: `${others} more went wrong: Runs and Activity have them`,
    count: 1,
    others,
  };
}
