/**
 * Whether keys count. `unsent`: what asks has still to be drawn; `asked`: a question for the terminal was written behind
 * it; `sent`: that has left; `answered`: the terminal has what was drawn, and the settling time runs; `asleep`: disarmed
 * until a key wakes it.
 */
export type Arm =
  | { kind: 'unsent' }
  /** Only the answer to this question counts: one to an earlier question proves nothing of what was drawn since. */
  | { kind: 'asked'; question: number }
  | { kind: 'sent'; question: number; at: number }
  | { kind: 'answered'; at: number }
  | { kind: 'armed'; at: number }
  | { kind: 'asleep' };

/** Whatever waits for an answer: a sheet or a page. `lastKeyAt` is monotonic. */
export type Arming = { arm: Arm; lastKeyAt: number };

/** Inside tmux, screen and mosh the answer comes from there, so only the time protects. */
export const SETTLE_MS = 300;
export const SETTLE_MULTIPLEXED_MS = 600;
/** No answer in two seconds: a terminal that gives none. What was written left when the question did, and a second more. */
export const UNANSWERED_MS = 3_000;
export const ASLEEP_AFTER_MS = 60_000;

/** A question was written behind what is shown now: whatever was asked before counts no more. */
export const asked = (arm: Arm, question: number): Arm => (arm.kind === 'asleep' ? arm : { kind: 'asked', question });

export const sent = (arm: Arm, question: number, at: number): Arm =>
  arm.kind === 'asked' && arm.question === question ? { kind: 'sent', question, at } : arm;

/** An answer can be here before the rest of what was written has left. */
export const answered = (arm: Arm, question: number, at: number): Arm =>
  (arm.kind === 'asked' || arm.kind === 'sent') && arm.question === question ? { kind: 'answered', at } : arm;

/** What the passing of time does: arms, or puts to sleep. */
export function armAt(arming: Arming, now: number, settleMs: number): Arm {
  const { arm } = arming;
  const at = changesAt(arming, settleMs);
  if (at === undefined || now < at) return arm;
  return arm.kind === 'armed' ? { kind: 'asleep' } : { kind: 'armed', at: now };
}

/** When time changes it next; undefined where only an event can. */
export function changesAt({ arm, lastKeyAt }: Arming, settleMs: number): number | undefined {
  switch (arm.kind) {
    case 'sent':
      return Math.max(arm.at + UNANSWERED_MS, lastKeyAt + settleMs);
    case 'answered':
      return Math.max(arm.at, lastKeyAt) + settleMs;
    case 'armed':
      return Math.max(arm.at, lastKeyAt) + ASLEEP_AFTER_MS;
    case 'unsent':
    case 'asked':
    case 'asleep':
      return undefined;
  }
}
