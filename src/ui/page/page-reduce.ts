import type { Form } from '../form/form.ts';
import type { Keyboard } from '../state/actions/keyboard.ts';
import { withoutDraft } from '../state/drafts.ts';
import type { Effect, ScreenContext } from '../state/events.ts';
import { type Reduced, still, told } from '../state/reduced.ts';
import { refusalWords } from '../state/refusal-words.ts';
import type { Fields } from '../state/sheet.ts';
import { remembered } from '../state/undo.ts';
import type { Message, View } from '../state/view.ts';
import { changedMeanwhile } from './changed-meanwhile.ts';
import { restored, withFormDraft } from './form-drafts.ts';
import type { Page, PageBody } from './page.ts';
import { disarmedPage } from './page-arming.ts';
import type { PageCommand, PageDone, PageEvent } from './page-events.ts';

/** What came back to a page from outside. */
export function pageEvent(view: View, event: PageEvent, { keyboard }: Pick<ScreenContext, 'keyboard'>): Reduced {
  switch (event.type) {
    case 'page':
      return opened(view, event);
    case 'no-page':
      return still({ ...view, message: told('bad', '', event.text, event.at) });
    case 'page-result':
      return resultArrived(view, event, keyboard);
    case 'page-base':
      return withForm(view, event.serial, (form) => changedMeanwhile(form, event.base));
    case 'namesakes':
      return withForm(view, event.serial, (form) => ({ ...form, namesakes: { name: event.name, ids: event.ids } }));
    case 'job-found':
      return withForm(view, event.serial, (form) => withParent(form, event));
  }
}

function withParent(form: Form, { text, found }: Extract<PageEvent, { type: 'job-found' }>): Form {
  if (found.kind === 'none') return { ...form, noParent: { text, why: found.why } };
  return { ...form, parents: { ...form.parents, [text]: { id: found.id, name: found.name } } };
}

const request = (serial: number): Effect => ({ kind: 'request-status', serial });

function opened(view: View, { item, body, now }: Extract<PageEvent, { type: 'page' }>): Reduced {
  const serial = view.sheetCount + 1;
  const page: Page = {
    item,
    serial,
    body: draftOf(view.pages[item.key], body, view.drafts[item.key]),
    focus: body.kind === 'move' ? 'back' : 'body',
    arm: { kind: 'unsent' },
    lastKeyAt: now,
    lastEnterAt: Number.NEGATIVE_INFINITY,
  };
  // From now on the page holds it.
  const drafts = withoutDraft(view.drafts, item.key);
  return still({ ...view, page, drafts, sheetCount: serial }, [request(serial), ...namesIn(page)]);
}

/** Names that stand there already were not typed now. */
function namesIn({ body, serial }: Page): Effect[] {
  const { parent_id: parent = '', name = '' } = body.kind === 'form' ? body.form.values : {};
  return [
    ...(parent.trim() === '' ? [] : [{ kind: 'find-job', serial, text: parent.trim() } as const]),
    ...(name.trim() === '' ? [] : [{ kind: 'find-namesakes', serial, name: name.trim() } as const]),
  ];
}

/** What was written before is there again, on the job as it is now. */
function draftOf(kept: PageBody | undefined, fresh: PageBody, draft: Fields | undefined): PageBody {
  if (fresh.kind !== 'form') return fresh;
  if (kept?.kind !== 'form') return { kind: 'form', form: withFormDraft(fresh.form, draft) };
  const form = restored(kept.form);
  return { kind: 'form', form: fresh.form.base === undefined ? form : changedMeanwhile(form, fresh.form.base) };
}

function withForm(view: View, serial: number, change: (form: Form) => Form): Reduced {
  const { page } = view;
  if (page === undefined || page.serial !== serial || page.body.kind !== 'form') return still(view);
  const form = change(page.body.form);
  if (form === page.body.form) return still(view);
  const next: Page = { ...page, body: { kind: 'form', form } };
  const isOther = form.notice?.kind === 'changed' && page.body.form.notice?.kind !== 'changed';
  return isOther ? still({ ...view, page: disarmedPage(next) }, [request(serial)]) : still({ ...view, page: next });
}

function resultArrived(
  view: View,
  event: Extract<PageEvent, { type: 'page-result' }>,
  keyboard: Keyboard | undefined,
): Reduced {
  const { page } = view;
  const { result, at } = event;
  if (result.kind !== 'done') {
    const { text, remedy } = refusalWords(aboutOf(event.command), result, keyboard);
    const message: Message = {
      ...told('bad', '✗', text, at),
      ...(remedy === undefined ? {} : { more: `; ${remedy}` }),
    };
    if (page?.serial !== event.serial) return still({ ...view, message });
    const { isWaiting: _, ...waited } = page;
    const field = 'field' in result && typeof result.field === 'string' ? result.field : undefined;
    return still({ ...view, page: disarmedPage(refusedBody(waited, text, field)), message }, [request(page.serial)]);
  }
  const message = told('good', '✓', result.value.text, at);
  const { page: _, ...rest } = view;
  const { [page?.item.key ?? '']: __, ...pages } = view.pages;
  const closed = page?.serial === event.serial ? { ...rest, pages } : view;
  return still(shown(afterPage({ ...closed, message }, result.value, at), result.value.jobId));
}

function aboutOf(command: PageCommand): { verb: string; name: string } {
  switch (command.kind) {
    case 'add-job':
      return { verb: 'added', name: command.name };
    case 'save-job':
      return { verb: 'saved', name: command.name };
    case 'move':
      return { verb: 'started here', name: command.name };
    case 'import':
      return { verb: 'imported', name: 'it' };
  }
}

/** What a page did can be taken back as what a key did. */
function afterPage(view: View, { text, undo, movedJobId }: PageDone, at: number): View {
  if (movedJobId !== undefined) return remembered(view, { text, how: { kind: 'cron', jobId: movedJobId } }, at);
  return undo === undefined ? view : remembered(view, { text, how: { kind: 'commands', undos: [undo] } }, at);
}

function refusedBody(page: Page, text: string, field: string | undefined): Page {
  if (page.body.kind !== 'form') return page;
  const notice = { kind: 'refused' as const, text, ...(field === undefined ? {} : { field }) };
  const form: Form = { ...page.body.form, notice };
  return { ...page, body: { kind: 'form', form } };
}

/** The first job ends the first screen; the cursor of the list of jobs goes to what was made. */
function shown(view: View, jobId: string | undefined): View {
  const jobs = view.lists['jobs.all'];
  const lists =
    jobId === undefined
      ? view.lists
      : { ...view.lists, 'jobs.all': { ...jobs, key: jobId, anchor: { kind: 'around' as const, key: jobId } } };
  if (view.focus !== 'start') return { ...view, lists };
  return { ...view, lists, start: { index: 0 }, focus: 'jobs', panel: 'jobs' };
}
