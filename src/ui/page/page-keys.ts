import type { Form } from '../form/form.ts';
import { fieldsOf, isChanged, textAt } from '../form/form.ts';
import { inputOf, patchOf } from '../form/form-input.ts';
import { focusedOn, formKey, formPaste, placesOf, takenAway, visitedAll, withMore } from '../form/form-keys.ts';
import { readForm } from '../form/reading.ts';
import { chosenOf, planKey } from '../import/plan-list.ts';
import { DOUBLE_ENTER_MS } from '../state/arming.ts';
import type { Effect, ScreenContext, ScreenEvent } from '../state/events.ts';
import { type Reduced, still } from '../state/reduced.ts';
import type { View } from '../state/view.ts';
import type { Page } from './page.ts';
import { settledPage } from './page-arming.ts';
import type { PageCommand } from './page-events.ts';

type KeyEvent = Extract<ScreenEvent, { type: 'key' }>;

const withPage = (view: View, page: Page, effects: Effect[] = []): Reduced => still({ ...view, page }, effects);

/** Closes the page; what was written is kept for its item. */
export function closePage({ page, ...view }: View): View {
  if (page === undefined) return view;
  const { item, body } = page;
  const kept = body.kind === 'form' && isChanged(body.form) ? body : undefined;
  const { [item.key]: _, ...others } = view.pages;
  return { ...view, pages: kept === undefined ? others : { ...others, [item.key]: kept } };
}

/** A key while a page is open. Only the button waits until the terminal has shown it. */
export function pageKey(view: View, before: Page, event: KeyEvent, context: ScreenContext): Reduced {
  const page = settledPage(before, event.now, context.settleMs);
  if (event.name === 'Escape') return goBack(view, page);
  if (event.name === 'Enter') return enter(view, page, event);
  const woken = wake({ ...page, ...(page.arm.kind === 'armed' ? { lastKeyAt: event.now } : {}) });
  const next = nextPage(woken.page, event.name);
  return withPage(view, next, [...woken.effects, ...lookUps(page, next)]);
}

function nextPage(page: Page, key: string): Page {
  if (key === 'Ctrl-X' && page.body.kind === 'form' && page.isWaiting !== true)
    return { ...page, focus: 'body', body: { kind: 'form', form: takenAway(page.body.form) } };
  return page.focus === 'body' ? inBody(page, key) : onButtons(page, key);
}

export function pagePaste(view: View, page: Page, text: string): Reduced {
  if (page.body.kind !== 'form' || page.focus !== 'body') return still(view);
  const next: Page = { ...page, body: { kind: 'form', form: formPaste(page.body.form, text) } };
  return withPage(view, next, lookUps(page, next));
}

const requestFor = (page: Page): Effect => ({ kind: 'request-status', serial: page.serial });

function wake(page: Page): { page: Page; effects: Effect[] } {
  if (page.arm.kind !== 'asleep') return { page, effects: [] };
  return { page: { ...page, arm: { kind: 'unsent' } }, effects: [requestFor(page)] };
}

/** With something written, the first Esc only says so. */
function goBack(view: View, page: Page): Reduced {
  const { body } = page;
  if (body.kind === 'form' && isChanged(body.form) && body.form.notice?.kind !== 'leaving') {
    return withPage(view, { ...page, body: { kind: 'form', form: { ...body.form, notice: { kind: 'leaving' } } } });
  }
  return still(closePage({ ...view, page: withoutNotice(page) }));
}

function withoutNotice(page: Page): Page {
  if (page.body.kind !== 'form') return page;
  const { notice: _, ...form } = page.body.form;
  return { ...page, body: { kind: 'form', form } };
}

function inBody(page: Page, key: string): Page {
  if (page.body.kind === 'form') {
    const { form, leaves } = formKey(page.body.form, key);
    const focus = leaves === undefined ? 'body' : leaves === 'down' ? 'back' : 'decide';
    return { ...page, body: { kind: 'form', form }, focus };
  }
  const plan = page.body.kind === 'plan' ? planKey(page.body.plan, key) : undefined;
  if (plan !== undefined) return { ...page, body: { kind: 'plan', plan } };
  return key === 'Tab' ? { ...page, focus: 'decide' } : key === 'Shift-Tab' ? { ...page, focus: 'back' } : page;
}

function onButtons(page: Page, key: string): Page {
  const order = ORDERS[page.body.kind];
  const by = key === 'Tab' || key === 'Right' ? 1 : key === 'Shift-Tab' || key === 'Left' ? -1 : 0;
  if (key === 'Up' || key === 'PageUp') return toBody(page, -1);
  if (key === 'Down') return toBody(page, 1);
  const focus = order[(order.indexOf(page.focus) + by + order.length) % order.length] ?? 'body';
  return focus === 'body' ? toBody(page, by > 0 ? 1 : -1) : { ...page, focus };
}

/** In a plan everything is chosen already, so the button that decides comes first; a move begins on the one that does not. */
const ORDERS: Readonly<Record<Page['body']['kind'], readonly Page['focus'][]>> = {
  form: ['body', 'back', 'decide'],
  plan: ['body', 'decide', 'back'],
  move: ['back', 'decide'],
};

/** Into the fields from above or from below. */
function toBody(page: Page, by: 1 | -1): Page {
  if (page.body.kind !== 'form') return { ...page, focus: 'body' };
  const places = placesOf(page.body.form);
  const at = by > 0 ? places[0] : places.at(-1);
  return { ...page, focus: 'body', body: { kind: 'form', form: focusedOn(page.body.form, at ?? 'name') } };
}

function enter(view: View, page: Page, event: KeyEvent): Reduced {
  // A bouncing key that stepped to the button must not press it as well; between fields it does no harm.
  const isDouble = page.focus === 'decide' && event.now - page.lastEnterAt < DOUBLE_ENTER_MS;
  const pressed: Page = { ...page, lastEnterAt: event.now, lastKeyAt: event.now };
  if (isDouble || page.isWaiting) return withPage(view, pressed);
  if (page.focus === 'back') return still(closePage({ ...view, page: withoutNotice(page) }));
  if (page.focus === 'decide') return decide(view, pressed, event);
  if (page.body.kind !== 'form') return withPage(view, { ...pressed, focus: 'decide' });
  return withPage(view, enterInForm(pressed, page.body.form, event.at));
}

/** To the button when all is right, else to what is not: so a form is filled by typing and Enter alone. */
function enterInForm(page: Page, form: Form, at: number): Page {
  if (form.at === 'more') return { ...page, body: { kind: 'form', form: withMore(form) } };
  const place = nextWrong(form, at);
  if (place === 'none') return { ...page, focus: 'decide', body: { kind: 'form', form: visitedAll(form) } };
  return { ...page, body: { kind: 'form', form: focusedOn(place.form, place.at) } };
}

type Place = 'none' | { form: Form; at: Form['at'] };

/** The next field with a problem, from the cursor on and around; fields that are hidden are shown for it. */
function nextWrong(form: Form, now: number): Place {
  const { problems } = readForm(form, now);
  if (problems.length === 0) return 'none';
  const wrongIn = (shown: Form): Form['at'] | undefined => {
    const fields = fieldsOf(shown);
    const start = fields.findIndex(({ id }) => id === shown.at) + 1;
    const around = [...fields.slice(start), ...fields.slice(0, start)];
    return around.find(({ tells }) => problems.some(({ field }) => tells.includes(field)))?.id;
  };
  const here = wrongIn(form);
  if (here !== undefined) return { form, at: here };
  const opened = { ...form, more: true };
  return { form: opened, at: wrongIn(opened) ?? form.at };
}

function decide(view: View, page: Page, { at }: KeyEvent): Reduced {
  if (page.arm.kind !== 'armed') {
    const woken = wake(page);
    return withPage(view, woken.page, woken.effects);
  }
  const command = commandOf(page, at);
  if (typeof command === 'string') return withPage(view, toProblem(page, at));
  return withPage(view, { ...page, isWaiting: true }, [{ kind: 'page-command', serial: page.serial, command }]);
}

function toProblem(page: Page, now: number): Page {
  if (page.body.kind !== 'form') return page;
  return { ...enterInForm({ ...page, focus: 'body' }, visitedAll(page.body.form), now) };
}

/** What the button asks for; `nothing` where it is off. */
function commandOf({ item, body }: Page, now: number): PageCommand | 'nothing' {
  if (body.kind === 'plan') {
    const chosen = chosenOf(body.plan);
    return chosen.length === 0 ? 'nothing' : { kind: 'import', source: body.plan.offer.source, chosen };
  }
  if (body.kind === 'move') {
    const { jobId, jobName: name, line } = body.move;
    return { kind: 'move', jobId, name, ...(line === undefined ? {} : { shown: line.before }) };
  }
  const { form } = body;
  if (item.kind !== 'form' || readForm(form, now).problems.length > 0) return 'nothing';
  const name = textAt(form, 'name').trim();
  if (form.base === undefined) return { kind: 'add-job', input: inputOf(form), name };
  const { jobId, revision } = form.base;
  return { kind: 'save-job', jobId, revision, patch: patchOf(form), name };
}

/** A name is looked for when it changes: one in place of an id, and who else is called so. */
function lookUps(before: Page, after: Page): Effect[] {
  if (before.body.kind !== 'form' || after.body.kind !== 'form') return [];
  const [old, now] = [before.body.form, after.body.form];
  const written = (field: 'parent_id' | 'name'): string | undefined => {
    const text = textAt(now, field).trim();
    return text === '' || text === textAt(old, field).trim() ? undefined : text;
  };
  const [text, name] = [written('parent_id'), written('name')];
  const { serial } = after;
  return [
    ...(text === undefined ? [] : [{ kind: 'find-job', serial, text } as const]),
    ...(name === undefined ? [] : [{ kind: 'find-namesakes', serial, name } as const]),
  ];
}
