import { describe, test } from 'vitest';
import { inAscii } from '../../src/ui/layout/ascii.ts';
import type { BulkItem, BulkSubject } from '../../src/ui/state/bulk-items.ts';
import { membersOf, withMarks } from '../../src/ui/state/marks.ts';
import type { Sheet } from '../../src/ui/state/sheet.ts';
import { atFirstFocus } from '../../src/ui/state/sheet-controls.ts';
import type { View } from '../../src/ui/state/view.ts';
import { anArmedSheet, NOW } from './scenes/builders.ts';
import { onFile, SIZES } from './scenes/on-file.ts';
import { aScene, aView, DATA, withPrune } from './scenes.ts';

const rows = DATA.lists['approvals.pending']?.rows ?? [];
const subjects: BulkSubject[] = rows.flatMap((row) =>
  membersOf('approvals.pending', row).map(([key, selection]) => ({ key, selection })),
);
const withAll = (view: View): View =>
  withMarks(view, 'approvals.pending', new Map(subjects.slice(0, 3).map(({ key, selection }) => [key, selection])));

const items: BulkItem[] = rows
  .filter(({ risk }) => risk !== 'high')
  .map(({ key, id, jobName: name, revision, subject }) => ({
    key,
    name,
    target: { kind: 'approval', id, revision },
    runs: subject.payload,
    priority: 0,
  }));
const left = [{ name: 'db-prune-prod', because: 'high risk, so only by itself' }];

const asking: Sheet = atFirstFocus(
  anArmedSheet(
    { kind: 'bulk', key: 'bulk:approve', verb: 'approve', list: 'approvals.pending', subjects, hidden: 2 },
    { content: { bulk: { items, left, clock: { now: NOW, zone: 'UTC' } } }, fields: { count: '' } },
  ),
);
const steps = items.map(({ key, name }) => ({
  key,
  name,
  command: { kind: 'approve', approvalId: 1, revision: 1, note: '', jobName: name } as const,
}));
const over: Sheet = {
  ...asking,
  stage: {
    kind: 'bulk',
    state: 'over',
    order: { serial: 1, verb: 'approve', steps, list: 'approvals.pending', isAsked: true },
    results: steps.map(({ key, name }, index) => ({
      key,
      name,
      end:
        index === 1
          ? { kind: 'not', because: 'ana rejected it at 14:32:40 (“wrong cut-off”)' }
          : { kind: 'done', undos: [] },
    })),
  },
};
const undos = [
  { id: 3, at: NOW - 70_000, text: 'acknowledged 40 alerts', how: { kind: 'commands', undos: [] } as const },
  { id: 2, at: NOW - 90_000, text: 'disabled etl-orders', how: { kind: 'commands', undos: [] } as const },
  {
    id: 1,
    at: NOW - 95_000,
    text: 'approved deploy-web',
    how: { kind: 'never', because: 'an approval stays; the run it started can be cancelled' } as const,
  },
];
const whyNot = {
  2: 'etl-orders was changed since, by ana',
  1: 'an approval stays; the run it started can be cancelled',
};

describe.each(SIZES)('at %d×%d', (columns, rows) => {
  const view = aView(columns, rows, 'approvals');

  test('marked rows have their marks, and the title counts them', async () => {
    await onFile('marks/marked', aScene(withAll(view), withPrune));
    await onFile('marks/marked-ascii', aScene(withAll(view), withPrune), inAscii);
  });

  test('the sheet for many lists each whole, and names what is left out', async () => {
    await onFile('marks/bulk', aScene({ ...withAll(view), sheet: asking }, withPrune));
  });

  test('what was not done stands first, with its reason', async () => {
    await onFile('marks/bulk-over', aScene({ ...withAll(view), sheet: over }, withPrune));
  });

  test('the last changes say what can be taken back', async () => {
    await onFile('marks/undos', aScene({ ...view, undos, undoing: { index: 0, whyNot } }, withPrune));
  });

  test('the message offers to take back what it tells of', async () => {
    const undo = { label: 'undoes it', until: NOW + 58_000, id: 1 };
    const message = {
      at: NOW - 2_000,
      mark: '△',
      tone: 'good',
      text: 'acknowledged 40 alerts',
      count: 1,
      undo,
    } as const;
    await onFile('marks/offer', aScene({ ...view, message }, withPrune));
  });
});
