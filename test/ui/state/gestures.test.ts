import { expect, test } from 'vitest';
import { type BulkSubject, bulkItems } from '../../../src/ui/state/bulk-items.ts';
import { controlsOf } from '../../../src/ui/state/sheet-controls.ts';
import { aView, DATA } from '../scenes.ts';
import { anOpenSheet } from '../sheets/world.ts';
import { aScreen } from './world.ts';

/** The first approval of the pictures has high risk, the second a normal one. */
const openHigh = () => {
  const screen = aScreen();
  screen.key('a');
  screen.open();
  return screen;
};
const openSecond = (key: 'a' | 'x') => {
  const screen = aScreen();
  screen.keys('j', key);
  screen.open();
  return screen;
};
const focusOf = (screen: ReturnType<typeof aScreen>) => controlsOf(screen.sheet())[screen.sheet().focus];

test('a paste before the sheet is armed writes nothing and begins the 300 ms again', () => {
  const screen = openSecond('x');
  screen.sent();
  screen.answer();
  screen.later(200);
  screen.paste('wrong cut-off');
  expect(screen.sheet().fields.reason).toBe('');
  screen.later(200);
  expect(screen.sheet().arm.kind).toBe('answered');
  screen.later(100);
  screen.paste('wrong cut-off');
  expect(screen.sheet().fields.reason).toBe('wrong cut-off');
});

test('a name that is not complete yet steps nowhere', () => {
  const screen = openHigh();
  screen.arm();
  screen.type(...'db-prune-pro', 'Enter');
  expect(focusOf(screen)).toEqual({ kind: 'field', id: 'name' });
  screen.type('Enter', 'Tab', 'Tab', 'Enter');
  expect(screen.decisions()).toEqual([]);
});

test('a second Enter behind the one that decided decides nothing more', () => {
  const screen = openSecond('a');
  screen.arm();
  screen.type('Tab', 'Enter', 'Enter', 'Enter');
  expect(screen.decisions()).toHaveLength(1);
});

test('what is started is in the order of its priority, what is stopped in that of the list', () => {
  const priorities = [0, 9, 5];
  const subjects = priorities.map((_, index): BulkSubject => {
    const jobId = `job-${index}`;
    return { key: jobId, selection: { kind: 'job', key: jobId, jobId, jobName: jobId } };
  });
  const factsOf = (_ref: unknown, index = 0) => ({ name: '', state: 'on', priority: priorities[index] ?? 0 });
  const listed = (verb: 'run' | 'pause') =>
    bulkItems(verb, subjects, (ref) => factsOf(ref, Number(String(ref.id).at(-1)))).items.map(({ key }) => key);
  expect(listed('run')).toEqual(['job-1', 'job-2', 'job-0']);
  expect(listed('pause')).toEqual(['job-0', 'job-1', 'job-2']);
});

test('Tab, Enter approves nothing of high risk', () => {
  const screen = openHigh();
  screen.arm();
  screen.type('Tab', 'Enter');
  expect(screen.decisions()).toEqual([]);
  const again = openHigh();
  again.arm();
  again.type('Tab', 'Tab', 'Enter');
  expect(again.decisions()).toEqual([]);
});

test('Enter in an empty note does nothing', () => {
  const screen = openSecond('a');
  screen.arm();
  screen.type('Tab', 'Tab');
  expect(focusOf(screen)).toEqual({ kind: 'field', id: 'note' });
  screen.type('Enter');
  expect(focusOf(screen)).toEqual({ kind: 'field', id: 'note' });
  screen.type(...'fine', 'Enter');
  expect(focusOf(screen)).toEqual({ kind: 'button', id: 'decide' });
  screen.type('Enter');
  expect(screen.decisions()).toMatchObject([{ command: { note: 'fine' } }]);
});

test('what somebody else decided is decided by no button any more', () => {
  const screen = openSecond('a');
  const { serial, content } = screen.sheet();
  const message = 'not approved: ana rejected it';
  screen.send({ type: 'sheet-content', serial, content, change: { kind: 'over', message }, now: 2_000 });
  screen.arm();
  screen.type('Tab', 'Enter', 'Tab', 'Tab', 'Enter');
  expect(screen.decisions()).toEqual([]);
  expect(controlsOf({ ...openSecond('a').sheet(), stage: { kind: 'refused', message } })).toEqual([
    { kind: 'button', id: 'back' },
  ]);
});

test('while many are being done no key but Esc does anything, however long the sheet has been seen', () => {
  const order = { serial: 1, verb: 'run', steps: [], list: 'runs.recent', isAsked: true } as const;
  const item = { kind: 'bulk', key: 'bulk:run', verb: 'run', list: 'runs.recent', subjects: [], hidden: 0 } as const;
  const sheet = anOpenSheet(item, {}, { stage: { kind: 'bulk', state: 'going', order, results: [] } });
  const screen = aScreen({ view: aView(80, 24, 'runs', { sheet }), data: DATA });
  screen.type('Enter', 'Tab', 'Enter');
  expect(screen.view().sheet?.stage.kind).toBe('bulk');
  screen.type('Escape');
  expect(screen.view().sheet).toBeUndefined();
});
