import { expect, test } from 'vitest';
import { plainOf } from '../../../src/ui/layout/line.ts';
import { drawPanel } from '../../../src/ui/panels/panel.ts';
import { aLiveRun, NOW, page } from '../scenes/builders.ts';
import { aScene, aView, DATA } from '../scenes.ts';

const row = {
  ...aLiveRun(9, 'thumb-rebuild', NOW - 127_000),
  kind: 'queued' as const,
  blockedOn: 'pool:io',
  position: 1,
};
const drawn = (width: number): string =>
  drawPanel(aScene(aView(220, 60, 'runs'), { ...DATA, lists: { 'runs.now': page([row]) } }), 'runs', 'box', width, 8)
    .map(plainOf)
    .join('\n');

test('what waits says its place, and that the pool is full where there is room to', () => {
  expect(drawn(60)).toContain(' pool io, #1');
  expect(drawn(72)).toContain(' pool io full, #1');
});
