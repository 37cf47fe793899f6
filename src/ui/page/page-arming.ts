import { ASLEEP_AFTER_MS, UNANSWERED_MS } from '../state/arming.ts';
import type { Page, PageArm } from './page.ts';

/** What the passing of time does to the button: it counts, or it sleeps until a key. */
export function settledPage(page: Page, now: number, settleMs: number): Page {
  const arm = armAt(page, now, settleMs);
  return arm === page.arm ? page : { ...page, arm };
}

function armAt({ arm, lastKeyAt }: Page, now: number, settleMs: number): PageArm {
  switch (arm.kind) {
    case 'answered':
      return now >= Math.max(arm.at, lastKeyAt) + settleMs ? { kind: 'armed', at: now } : arm;
    case 'sent':
      return now >= Math.max(arm.at + UNANSWERED_MS, lastKeyAt + settleMs) ? { kind: 'armed', at: now } : arm;
    case 'armed':
      return now - Math.max(arm.at, lastKeyAt) >= ASLEEP_AFTER_MS ? { kind: 'asleep' } : arm;
    case 'unsent':
    case 'asleep':
      return arm;
  }
}

/** When `settledPage` has something to do next. */
export function pageSettlesAt({ arm, lastKeyAt }: Page, settleMs: number): number | undefined {
  switch (arm.kind) {
    case 'answered':
      return Math.max(arm.at, lastKeyAt) + settleMs;
    case 'sent':
      return Math.max(arm.at + UNANSWERED_MS, lastKeyAt + settleMs);
    case 'armed':
      return Math.max(arm.at, lastKeyAt) + ASLEEP_AFTER_MS;
    case 'unsent':
    case 'asleep':
      return undefined;
  }
}

/** Whatever came between the eye and the page: the button counts again only after another answer. */
export const disarmedPage = (page: Page): Page => ({
  ...page,
  arm: { kind: 'unsent' },
  focus: page.focus !== 'decide' ? page.focus : page.body.kind === 'move' ? 'back' : 'body',
});

/** The terminal was asked, behind the frame that shows the page. */
export const sentPage = (page: Page, now: number): Page =>
  page.arm.kind === 'unsent' ? { ...page, arm: { kind: 'sent', at: now } } : page;

export const answeredPage = (page: Page, now: number): Page =>
  page.arm.kind === 'sent' ? { ...page, arm: { kind: 'answered', at: now } } : page;
