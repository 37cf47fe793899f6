import { expect, test } from 'vitest';
import { revisionRows } from '../../../src/ui/detail/revision-rows.ts';
import { plainOf } from '../../../src/ui/layout/line.ts';
import { at } from '../scenes/builders.ts';
import { aScene, aView, DATA } from '../scenes.ts';

const scene = aScene(aView(80, 24, 'jobs'), DATA);
const revision = (number: number, definition: Record<string, unknown>) => ({
  revision: number,
  at: at('09:12:00', '2026-11-02'),
  by: 'ana',
  definition,
});

test('each revision tells what it changed, the words that differ in colour', () => {
  const rows = revisionRows(
    [
      revision(2, { payload_message: '/opt/prune.sh --before 2026-08-01', tags: ['db'] }),
      revision(1, { payload_message: '/opt/prune.sh --before 2026-07-25' }),
    ],
    scene,
    78,
  );
  expect(rows.map((row) => plainOf(row).trimEnd())).toEqual([
    ' revision 2, 2 Nov 09:12, by ana',
    '   payload_message',
    '       − /opt/prune.sh --before 2026-07-25',
    '       + /opt/prune.sh --before 2026-08-01',
    '   tags',
    '       + ["db"]',
    '',
    ' revision 1, 2 Nov 09:12, by ana, the first',
  ]);
  expect(rows[2]?.find((part) => part.token === 'fail')?.text).toBe('2026-07-25');
  expect(rows[3]?.find((part) => part.token === 'ok')?.text).toBe('2026-08-01');
});

test('a revision that changed no field says so, and where none is kept that stands there', () => {
  const same = { payload_message: 'true' };
  const rows = revisionRows([revision(7, same), revision(6, same)], scene, 78).map((row) => plainOf(row).trimEnd());
  expect(rows[1]).toBe('   nothing in its definition: it was switched on or off');
  expect(rows.at(-1)).toBe(' revision 6, 2 Nov 09:12, by ana, older ones are not shown');
  expect(revisionRows([], scene, 78).map(plainOf)).toEqual(['  No revision of it is kept.']);
});
