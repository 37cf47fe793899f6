import { expect, test } from 'vitest';
import { plainOf } from '../../../src/ui/layout/line.ts';
import { startRows } from '../../../src/ui/panels/start.ts';
import { EMPTY_COUNTERS } from '../../../src/ui/state/view.ts';
import { aScene, aView } from '../scenes.ts';

test('the first screen names only what exists', () => {
  const crontab = {
    user: 'jo',
    lines: 1,
    items: [{ kind: 'fits' as const, line: 1, name: 'a', schedule: '@daily', command: 'true', notes: [] }],
    importPaused: () => ({ kind: 'done' as const, added: 1, unchanged: 0, refused: 0 }),
  };
  const checks = [{ state: 'ok' as const, name: 'zone', text: 'UTC for new jobs' }];
  const data = { counters: EMPTY_COUNTERS, lists: {}, live: {}, crontab };
  const scene = aScene(aView(80, 24, 'runs', { focus: 'start' }), data, { checks });
  const text = startRows(scene, 80, 20).map(plainOf).join('\n');
  expect(text).toContain('Imported jobs arrive paused; E enables one. Cron goes on running its lines');
  expect(text).toContain('until you remove them there.');
  for (const missing of ['doctor', 'comments its line out', 'undoes']) expect(text).not.toContain(missing);
});
