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

test('what waits for the gateway says so', () => {
  const agent = { ...row, blockedOn: 'gateway' };
  const data = { ...DATA, lists: { 'runs.now': page([agent]) } };
  const lines = drawPanel(aScene(aView(80, 24, 'runs'), data), 'runs', 'rule', 80, 8).map(plainOf);
  expect(lines.join('\n')).toContain('  the gateway');
});

test('a long silence takes no room from the last output where nothing is beside it', () => {
  const run = aLiveRun(8, 'near-limit', NOW - 290_000);
  const data = { ...DATA, lists: { 'runs.now': page([run]) }, live: { 8: { lastByteAt: NOW - 275_000 } } };
  const lines = drawPanel(aScene(aView(120, 40, 'runs'), data), 'runs', 'box', 60, 8).map(plainOf);
  expect(lines.join('\n')).toContain('LAST OUTPUT');
});

test('a long silence keeps its distance from a limit that is near', () => {
  const run = { ...aLiveRun(8, 'near-limit', NOW - 290_000), limitMs: 300_000 };
  const data = { ...DATA, lists: { 'runs.now': page([run]) }, live: { 8: { lastByteAt: NOW - 275_000 } } };
  const lines = drawPanel(aScene(aView(60, 16, 'runs'), data), 'runs', 'rule', 60, 8).map(plainOf);
  expect(lines.join('\n')).toContain('limit 5m  4m35s');
});
