import { expect, test } from 'vitest';
import { plainOf } from '../../../src/ui/layout/line.ts';
import { whatOf } from '../../../src/ui/panels/alerts.ts';
import { drawPanel } from '../../../src/ui/panels/panel.ts';
import { anAlert, page } from '../scenes/builders.ts';
import { aScene, aView, DATA } from '../scenes.ts';

const alert = anAlert(1, 'sync-s3 failed 5× in a row', { count: 3, detail: 'exit 255' });

test.each([
  [60, 'sync-s3 failed 5× in a row, seen 3 times, exit 255'],
  [46, 'sync-s3 failed 5× in a row, seen 3 times,…'],
  [39, 'sync-s3 failed 5× in a row, seen 3×'],
  [24, 'sync-s3 failed…, seen 3×'],
])('in %i columns it says how often an alert was seen', (columns, shown) => {
  expect(whatOf(alert, columns).replace(/ e?x?i?…$/, '…')).toBe(shown);
});

test('on the widest screens too, where the cause has a line of its own', () => {
  const data = { ...DATA, lists: { ...DATA.lists, 'alerts.open': page([alert]) } } as typeof DATA;
  const rows = drawPanel(aScene(aView(200, 60, 'runs'), data), 'alerts', 'box', 60, 14).map(plainOf);
  expect(rows[2]).toContain('sync-s3 failed 5× in a row, seen 3×');
  expect(rows[3]).toContain('exit 255');
});
