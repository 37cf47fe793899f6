import { expect, onTestFinished, test } from 'vitest';
import { actionsWithWords } from '../../../src/ui/palette/search-words.ts';
import { ACTIONS } from '../../../src/ui/state/actions/table.ts';
import { insert, jobValues } from '../../support/screen-data.ts';
import { aConsole } from '../console/world.ts';

const letters = (text: string): string[] => [...text].map((letter) => (letter === ' ' ? 'Space' : letter));

/** The row that Enter would take. */
function firstHit(text: string, names: readonly string[] = ['etl-orders']): string {
  const screen = aConsole();
  onTestFinished(screen.end);
  for (const name of names) insert(screen.db, 'jobs', jobValues(name));
  screen.controller.start();
  screen.type('5', ':', ...letters(text));
  return screen.text()[5] ?? '';
}

test.each([
  // What a title begins with is first, whatever other words there are.
  ['cancel', 'cancel a run, or what waits'],
  ['import', 'import…'],
  ['leave', 'leave'],
  ['filter', 'filter the list'],
  ['theme', 'theme: dark'],
  ['pause', 'pause job, tag, pool or all'],
  ['suspend', 'suspend the console'],
  ['enable', 'enable a job'],
  ['panel runs', 'panel Runs'],
  ['columns', 'columns of the list…'],
  // What others call it.
  ['import crontab', 'import…'],
  ['import from systemd', 'import…'],
  ['crontab', 'import…'],
  ['openclaw', 'import…'],
  ['timers', 'import…'],
  ['quit', 'leave'],
  ['exit', 'leave'],
  ['detach', 'leave'],
  ['stop', 'cancel a run, or what waits'],
  ['kill', 'cancel a run, or what waits'],
  ['abort', 'cancel a run, or what waits'],
  ['kill a run', 'cancel a run, or what waits'],
  ['start', 'run a job, or a run again'],
  ['trigger', 'run a job, or a run again'],
  ['retry', 'run a job, or a run again'],
  ['hold', 'pause job, tag, pool or all'],
  ['maintenance', 'pause job, tag, pool or all'],
  ['pause everything', 'pause job, tag, pool or all'],
  ['unpause', 'resume what is paused'],
  ['continue', 'resume what is paused'],
  ['colours', 'theme: dark'],
  ['colors', 'theme: dark'],
  ['night', 'theme: dark'],
  ['monochrome', 'theme: no colours'],
  ['log', 'panel Activity'],
  ['output', 'open the detail'],
  ['stdout', 'open the detail'],
  ['stderr', 'open the detail'],
  ['view log', 'open the detail'],
  ['search', 'filter the list'],
  ['grep', 'filter the list'],
  ['help', 'this list'],
  ['shortcuts', 'this list'],
  ['add', 'write a new job'],
  ['create job', 'write a new job'],
  ['remove', 'delete a job'],
  ['rm', 'delete a job'],
  ['deny', 'reject'],
  ['allow', 'approve'],
  ['ack', 'acknowledge an alert'],
  ['mute', 'snooze an alert'],
  ['modify', 'edit a job'],
  ['reschedule', 'edit a job'],
  ['activate', 'enable a job'],
  ['explain', 'why it ran, waits or not'],
  ['failed', 'problems only'],
  ['export', 'copy or save the view'],
  ['clipboard', 'copy from the item'],
  ['refresh', 'draw everything again'],
  ['revert', 'undo, or the last changes'],
  ['upcoming', 'panel Due'],
  ['daemon', 'the engine as a service'],
  ['today', 'the next 24 hours'],
  ['fullscreen', 'zoom the panel'],
  ['select', 'mark a row, and on'],
  ['select all', 'mark all the filter shows'],
  ['scroll', 'freeze the lists'],
  ['readonly', 'lock what changes something'],
])('%s finds first: %s', (text, title) => {
  expect(firstHit(text)).toMatch(new RegExp(`^┃▸.{1,11} ${title.replace(/[.…]/g, '.')}(…| |$)`));
});

test('what found an action beside its title stands behind it', () => {
  expect(firstHit('import cron')).toMatch(/import… +cron +┃$/);
  expect(firstHit('import')).toMatch(/import… +┃$/);
});

test('a job that is called so comes before other words of an action', () => {
  expect(firstHit('quit', ['report-quit'])).toMatch(/report-quit +job/);
  expect(firstHit('kill', ['k-i-l-long'])).toContain('cancel a run');
});

test('letters that begin no word of an action find none by its other words', () => {
  expect(firstHit('contab')).toContain('Nothing has these letters');
});

test('other words are given to actions that exist', () => {
  const ids = new Set(ACTIONS.map(({ id }) => id));
  expect(actionsWithWords.filter((id) => !ids.has(id))).toEqual([]);
});
