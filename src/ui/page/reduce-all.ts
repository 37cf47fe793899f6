import { answered, asked, sent } from '../state/arm.ts';
import type { ScreenContext, ScreenEvent } from '../state/events.ts';
import { readByKey, withUnread } from '../state/messages.ts';
import { reduce } from '../state/reduce.ts';
import { type Reduced, still } from '../state/reduced.ts';
import type { View } from '../state/view.ts';
import type { Page } from './page.ts';
import { disarmedPage, settledPage } from './page-arming.ts';
import { pageKey, pagePaste } from './page-keys.ts';

/** The whole screen: a page takes what is for it, and all the rest goes on as without one. */
export function reduceAll(view: View, event: ScreenEvent, context: ScreenContext): Reduced {
  const { page } = view;
  return page === undefined ? reduce(view, event, context) : besidePage(view, page, event, context);
}

type KeyEvent = Extract<ScreenEvent, { type: 'key' }>;

/** These mean the same everywhere. */
const ALWAYS: ReadonlySet<string> = new Set(['Ctrl-C', 'Ctrl-L', 'Ctrl-Z']);

function besidePage(view: View, page: Page, event: ScreenEvent, context: ScreenContext): Reduced {
  switch (event.type) {
    case 'key':
      if (view.sheet !== undefined || ALWAYS.has(event.name)) return reduce(view, event, context);
      return readAnd(view, event, (read) => pageKey(read, page, event, context));
    case 'paste':
      return view.sheet === undefined ? pagePaste(view, page, event.text) : reduce(view, event, context);
    case 'status-asked':
      if (event.serial !== page.serial) return reduce(view, event, context);
      return still({ ...view, page: { ...page, arm: asked(page.arm, event.question) } });
    case 'status-sent':
      return changed(reduce(view, event, context), (own) => withArm(own, sent(own.arm, event.question, event.now)));
    case 'status-answered':
      return changed(reduce(view, event, context), (own) => withArm(own, answered(own.arm, event.question, event.now)));
    case 'report':
    case 'resize':
      return disarmed(reduce(view, event, context));
    case 'tick':
      return changed(reduce(view, event, context), (own) => settledPage(own, event.now, context.settleMs));
    default:
      return reduce(view, event, context);
  }
}

/** A key reads bad news, as everywhere. */
function readAnd(view: View, event: KeyEvent, press: (read: View) => Reduced): Reduced {
  const read = readByKey(view, event);
  const next = press(read);
  return { ...next, view: withUnread(read, next.view) };
}

const withArm = (page: Page, arm: Page['arm']): Page => (arm === page.arm ? page : { ...page, arm });

function changed(reduced: Reduced, change: (page: Page) => Page): Reduced {
  const { page } = reduced.view;
  if (page === undefined) return reduced;
  const next = change(page);
  return next === page ? reduced : { ...reduced, view: { ...reduced.view, page: next } };
}

function disarmed(reduced: Reduced): Reduced {
  const { page } = reduced.view;
  if (page === undefined) return reduced;
  const next = changed(reduced, disarmedPage);
  return { ...next, effects: [...next.effects, { kind: 'request-status', serial: page.serial }] };
}
