import { expect, test } from 'vitest';
import { differenceOf, jobDefaults } from '../../../../src/engine/rules/job/difference.ts';
import { aDefinition } from '../../../support/builders.ts';

test('equal definitions have no difference', () => {
  expect(differenceOf(aDefinition({ max_retries: 2 }), aDefinition({ max_retries: 2 }))).toEqual([]);
});

test('a difference names each field once, with both sides where there are two', () => {
  const before = aDefinition({ schedule_cron: '0 2 * * *', tags: ['a'] });
  const after = aDefinition({ schedule_every_ms: 60_000, tags: ['a', 'b'] });
  expect(differenceOf(before, after)).toEqual([
    { field: 'tags', before: ['a'], after: ['a', 'b'] },
    { field: 'schedule_kind', before: 'cron', after: 'every' },
    { field: 'schedule_cron', before: '0 2 * * *' },
    { field: 'schedule_every_ms', after: 60_000 },
  ]);
});

test('what nobody gave is no difference from the defaults', () => {
  const fields = differenceOf(jobDefaults(), aDefinition({ priority: 3 })).map(({ field }) => field);
  expect(fields).toEqual(expect.arrayContaining(['name', 'priority', 'payload_message']));
  expect(fields).not.toContain('max_retries');
});
