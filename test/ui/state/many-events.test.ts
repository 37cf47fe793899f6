import { expect, test } from 'vitest';
import { manyEvent } from '../../../src/ui/state/many-events.ts';
import { MARKS_MAX, type Marks } from '../../../src/ui/state/marks.ts';
import { aView } from '../scenes.ts';

const marks: Marks = new Map(
  Array.from({ length: MARKS_MAX }, (_, index) => [
    `job-${index}`,
    { kind: 'job', key: `job-${index}`, jobId: `job-${index}`, jobName: 'x' } as const,
  ]),
);

test('* says how many more there are, and no number of what nobody counted', () => {
  const said = (beyond: number) =>
    manyEvent(aView(80, 24, 'jobs'), { type: 'marked', list: 'jobs.all', marks, beyond, at: 1 }).message?.text;
  expect(said(120)).toBe('500 marked, the most there can be; 120 more match');
  expect(said(9_500)).toBe('500 marked, the most there can be; at least 9,500 more match');
});
