import { armAt } from '../state/arm.ts';
import type { Page } from './page.ts';

/** What the passing of time does to the button: it counts, or it sleeps until a key. */
export function settledPage(page: Page, now: number, settleMs: number): Page {
  const arm = armAt(page, now, settleMs);
  return arm === page.arm ? page : { ...page, arm };
}

/** Whatever came between the eye and the page: the button counts again only after another answer. */
export const disarmedPage = (page: Page): Page => ({
  ...page,
  arm: { kind: 'unsent' },
  focus: page.focus !== 'decide' ? page.focus : page.body.kind === 'move' ? 'back' : 'body',
});
