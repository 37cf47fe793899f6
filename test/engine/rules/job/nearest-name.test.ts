import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nearestName } from '../../../../src/engine/rules/job/nearest-name.ts';
import { jobFields } from '../../../../src/store/nouns/job-fields.ts';

test.each([
  ['scheduel_cron', 'schedule_cron'],
  ['schedule_corn', 'schedule_cron'],
  ['scheduleCron', 'schedule_cron'],
  ['Schedule-Cron', 'schedule_cron'],
  ['nmae', 'name'],
  ['overlap', 'overlap_policy'],
  ['cron', 'schedule_cron'],
  ['retries', 'max_retries'],
  ['payload_mesage', 'payload_message'],
  ['run_timeout', 'run_timeout_ms'],
])('a field called %s means %s', (written, meant) => {
  expect(nearestName(written, jobFields)).toBe(meant);
});

test.each(['colour', '', '___', 'x', 'timeout', 'x'.repeat(65), '日本語'])('nothing is near %j', (written) => {
  expect(nearestName(written, jobFields)).toBeUndefined();
});

test('a short name is not taken for every other short name', () => {
  expect(nearestName('ab', ['xy', 'cd'])).toBeUndefined();
  expect(nearestName('lst', ['list', 'show'])).toBe('list');
});

test('a known name is always nearest to itself, and no text makes it throw', () => {
  fc.assert(fc.property(fc.constantFrom(...jobFields), (field) => nearestName(field, jobFields) === field));
  fc.assert(
    fc.property(fc.string(), fc.array(fc.string()), (name, known) => {
      const meant = nearestName(name, known);
      return meant === undefined || known.includes(meant);
    }),
  );
});
