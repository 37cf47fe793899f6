import { expect, test } from 'vitest';
import { drawPlan } from '../../../src/ui/import/draw-plan.ts';
import type { ImportOffer } from '../../../src/ui/import/offers.ts';
import { freshPlan } from '../../../src/ui/import/plan-list.ts';
import { plainOf } from '../../../src/ui/layout/line.ts';

/** A crontab of so many lines, which counts how often one of their schedules is looked at. */
function longOffer(count: number): { offer: ImportOffer; looks(): number } {
  let looks = 0;
  const items = Array.from({ length: count }, (_, index) => ({
    kind: 'fits' as const,
    id: String(index),
    name: `job-${index}`,
    get schedule() {
      looks += 1;
      return `${index % 60} ${index % 24} * * *`;
    },
    from: `line ${index}`,
    command: '/bin/true',
    notes: [],
  }));
  const texts = { title: 'Import your crontab', found: `${count} lines of jo`, runsElsewhere: 'cron runs it' };
  return { offer: { source: 'crontab', items, ...texts }, looks: () => looks };
}

test('a plan of thousands is measured once and not whole; then a frame asks only about the rows it shows', () => {
  const { offer, looks } = longOffer(10_000);
  const plan = freshPlan(offer);
  const lines = drawPlan(plan, true, 80, 20);
  expect(lines.map(plainOf).join('\n')).toContain('job-0');
  expect(looks()).toBeLessThanOrEqual(250);
  const before = looks();
  drawPlan({ ...plan, index: 5_000 }, true, 80, 20);
  expect(looks() - before).toBeLessThanOrEqual(40);
});
