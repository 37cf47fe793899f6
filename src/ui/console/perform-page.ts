import type { CommandResult } from '../console-commands.ts';
import { editForm, newForm } from '../form/form.ts';
import { freshPlan } from '../import/plan-list.ts';
import type { PageItem } from '../page/page.ts';
import type { PageCommand, PageDone, PageEffect, PageEvent } from '../page/page-events.ts';
import type { PagePorts } from '../page/page-ports.ts';
import type { Core } from './core.ts';
import { databaseChanged } from './reading.ts';
import { passTime } from './show.ts';

/** Does what a page asks of the outside. */
export function performPage(core: Core, effect: PageEffect): void {
  const { options, queue } = core;
  const { pages } = options;
  if (pages === undefined) return;
  switch (effect.kind) {
    case 'look-for-imports':
      lookForImports(core, pages);
      return;
    case 'open-page':
      if (effect.item.kind === 'move') openMove(core, pages, effect.item);
      else queue.push(openedPage(core, pages, effect.item));
      return;
    case 'find-job': {
      const { serial, text } = effect;
      queue.push({ type: 'job-found', serial, text, found: pages.findJob(text) });
      return;
    }
    case 'find-namesakes': {
      const { serial, name } = effect;
      queue.push({ type: 'namesakes', serial, name, ids: pages.idsNamed(name) });
      return;
    }
    case 'page-command':
      command(core, pages, effect);
  }
}

/** Programs are asked, so the first screen is there before what was found. */
function lookForImports(core: Core, pages: PagePorts): void {
  void pages.lookForImports().then((offers) => {
    if (core.stopped) return;
    core.model.offer(offers);
    passTime(core);
  });
}

type MoveItem = Extract<PageItem, { kind: 'move' }>;

/** The crontab is asked for first. */
function openMove(core: Core, pages: PagePorts, item: MoveItem): void {
  const { clock } = core.options;
  void pages.cronMove(item.jobId).then((move) => {
    core.dispatch(
      move === undefined
        ? { type: 'no-page', text: 'the job is not there any more', at: clock.now() }
        : { type: 'page', item, body: { kind: 'move', move }, now: clock.monotonic() },
    );
  });
}

function openedPage({ options, model }: Core, pages: PagePorts, item: Exclude<PageItem, MoveItem>): PageEvent {
  const { clock, facts } = options;
  const now = clock.monotonic();
  if (item.kind === 'import') {
    const offer = model.offers().find(({ source }) => source === item.source);
    if (offer === undefined) return { type: 'no-page', text: 'nothing to import was found there', at: clock.now() };
    return { type: 'page', item, body: { kind: 'plan', plan: freshPlan(offer) }, now };
  }
  if (item.jobId === undefined) return { type: 'page', item, body: { kind: 'form', form: newForm(facts.zone) }, now };
  const base = pages.jobOf(item.jobId);
  if (base === undefined) return { type: 'no-page', text: 'the job is not there any more', at: clock.now() };
  return { type: 'page', item, body: { kind: 'form', form: editForm(base, facts.zone) }, now };
}

type Asked = Extract<PageEffect, { kind: 'page-command' }>;

/** What is written into the database is done at once; what other programs have a say in is waited for. */
function command(core: Core, pages: PagePorts, asked: Asked): void {
  const { command } = asked;
  if (command.kind === 'import' || command.kind === 'move') {
    const asking =
      command.kind === 'import'
        ? pages.importJobs(command.source, command.chosen)
        : pages.takeOverLine(command.jobId, command.shown);
    void asking.then((result) => core.dispatch(answer(core, asked, result)));
    return;
  }
  core.queue.push(answer(core, asked, run(pages, command)));
  databaseChanged(core);
}

function run(pages: PagePorts, command: Exclude<PageCommand, { kind: 'import' | 'move' }>): CommandResult<PageDone> {
  return command.kind === 'add-job'
    ? pages.addJob(command.input)
    : pages.saveJob(command.jobId, command.revision, command.patch);
}

function answer({ options }: Core, { serial, command }: Asked, result: CommandResult<PageDone>): PageEvent {
  return { type: 'page-result', serial, command, result, at: options.clock.now(), now: options.clock.monotonic() };
}
