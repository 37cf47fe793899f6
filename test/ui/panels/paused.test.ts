import { expect, test } from 'vitest';
import { plainOf } from '../../../src/ui/layout/line.ts';
import { drawPanel } from '../../../src/ui/panels/panel.ts';
import { aDueRow, at, NOW, page } from '../scenes/builders.ts';
import { aScene, aView, DATA } from '../scenes.ts';

const rows = [aDueRow('etl', at('14:40:00'), '*/5 * * * *'), aDueRow('mail', at('14:45:00'), '*/5 * * * *')];

function drawn(panel: 'due' | 'jobs', pause: { scope: 'job' | 'all' | 'pool'; key: string }): string[] {
  const standing = { ...pause, name: 'etl', note: '', pausedAt: NOW, by: 'ana' };
  const lists = { ...DATA.lists, 'due.next': page(rows), 'jobs.all': page(rows) };
  const data = { ...DATA, lists, counters: { ...DATA.counters, pauses: [standing] } };
  return drawPanel(aScene(aView(80, 24, panel), data), panel, 'rule', 80, 8).map((row) => plainOf(row).trimEnd());
}

test.each(['due', 'jobs'] as const)('in %s a job that is paused is marked, and no other', (panel) => {
  const lines = drawn(panel, { scope: 'job', key: rows[0]?.jobId ?? '' });
  expect(lines.find((line) => line.includes('etl'))).toContain('‖');
  expect(lines.find((line) => line.includes('mail'))).not.toContain('‖');
});

test('while everything is paused every job is marked', () => {
  const lines = drawn('due', { scope: 'all', key: '' });
  expect(lines.filter((line) => line.includes('‖'))).toHaveLength(2);
});

test('the tab of what is paused says by whom, until when and why', () => {
  const row = {
    ...aDueRow('etl', at('14:40:00'), '*/5 * * * *'),
    pausedBy: 'ana',
    pausedUntil: at('15:00:00'),
    pauseNote: 'disk',
  };
  const view = { ...aView(80, 24, 'due'), tabs: { ...aView(80, 24, 'due').tabs, due: 'due.paused' as const } };
  const data = {
    ...DATA,
    lists: { 'due.paused': page([row]) },
    counters: { ...DATA.counters, pausedJobs: 1, disabledJobs: 7 },
  };
  const lines = drawPanel(aScene(view, data), 'due', 'rule', 80, 8).map(plainOf);
  expect(lines[0]).toContain('[paused 1]');
  expect(lines.join('\n')).toContain('by ana until 15:00: disk');
});
