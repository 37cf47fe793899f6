import { expect, test } from 'vitest';
import { plainOf } from '../../../src/ui/layout/line.ts';
import { sheetContent } from '../../../src/ui/sheets/content.ts';
import { sheetHint } from '../../../src/ui/sheets/sheet-hint.ts';
import type { Sheet, SheetItem } from '../../../src/ui/state/sheet.ts';
import { aJob, anArmedSheet } from '../scenes/builders.ts';
import { aScene, aView, DATA } from '../scenes.ts';

const SCENE = aScene(aView(80, 24, 'jobs'), DATA);

const sheetOf = (item: SheetItem, more: Partial<Sheet> = {}): Sheet =>
  anArmedSheet(item, { content: { detail: { kind: 'job', job: aJob('etl') } }, ...more });

test('D-72 the sheet that deletes says what is stopped and closed, and that the record stays', () => {
  const item = { kind: 'delete', key: 'k', jobId: 'job-etl', jobName: 'etl', nameNeeded: true } as const;
  const text = sheetContent(sheetOf(item), SCENE, 78)
    .map((row) => plainOf(row).trim())
    .join(' ');
  expect(text).toContain('Its active runs are stopped; its waiting dispatches and approvals are closed.');
  expect(text).toContain('The job’s row is kept so that runs, audit and alerts still name it.');
  expect(text).not.toContain('output go with it');
});

test('the hint of the sheet that leaves names what the focused button does', () => {
  const item = { kind: 'leave', key: 'leave', canDetach: true } as const;
  expect([0, 1, 2].map((focus) => sheetHint(sheetOf(item, { focus })))).toEqual([
    'Enter goes back, Tab to the buttons',
    'Enter leaves it running in the background',
    'Enter stops the engine and leaves',
  ]);
});
