import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseJob, patchJob } from '../../../../src/engine/rules/job/index.ts';
import { jobFields } from '../../../../src/store/nouns/job-fields.ts';
import { aDefinition, context } from './job-texts.ts';

const past = { ...context, allowPast: true };

/** Values that some field or other takes, next to values that none does. */
const value = fc.oneof(
  { arbitrary: fc.constantFrom(...plausible()), weight: 4 },
  { arbitrary: fc.integer({ min: -10, max: 100_000 }), weight: 2 },
  { arbitrary: fc.jsonValue(), weight: 1 },
  { arbitrary: fc.string({ unit: 'binary' }), weight: 1 },
);
const fields = fc.dictionary(
  fc.oneof({ arbitrary: fc.constantFrom<string>(...jobFields), weight: 9 }, { arbitrary: fc.string(), weight: 1 }),
  value,
  { maxKeys: 6 },
);
const likelyJob = fields.map((some) => ({ name: 'a', payload_message: 'b', ...some }));

test('no input makes the parser throw, and every refusal is one line', () => {
  fc.assert(
    fc.property(fc.oneof(fc.jsonValue(), fc.anything(), likelyJob), (input) => {
      const result = parseJob(input, context);
      if (result.kind === 'ok') return;
      expect(result.problems.length).toBeGreaterThan(0);
      for (const { line } of result.problems) expect(line).not.toMatch(/[\n\r\u001b\0]/);
    }),
    { numRuns: 2_000 },
  );
});

test('a definition parsed again, also from its stored text, is the same definition', () => {
  let taken = 0;
  fc.assert(
    fc.property(likelyJob, (input) => {
      const first = parseJob(input, past);
      if (first.kind === 'refused') return;
      taken += 1;
      const stored = JSON.stringify(first.definition);
      const again = parseJob(JSON.parse(stored), { ...past, now: past.now + 1_000_000 });
      expect(again).toMatchObject({ kind: 'ok' });
      expect(again.kind === 'ok' && JSON.stringify(again.definition)).toBe(stored);
    }),
    { numRuns: 4_000 },
  );
  expect(taken).toBeGreaterThan(200);
});

test('a patch gives what parsing accepts, and an empty patch changes nothing', () => {
  fc.assert(
    fc.property(likelyJob, fields, (input, patch) => {
      const first = parseJob(input, past);
      const current = first.kind === 'ok' ? first.definition : aDefinition();
      expect(patchJob(current, {}, context)).toMatchObject({ kind: 'ok', definition: current });
      const after = patchJob(current, patch, past);
      if (after.kind === 'refused') return;
      expect(parseJob(after.definition, past)).toMatchObject({ kind: 'ok', definition: after.definition });
    }),
    { numRuns: 1_000 },
  );
});

function plausible(): unknown[] {
  const instants = ['2030-01-01T00:00:00Z', '2020-05-05 05:05:05', 'in 20m', '3d', '0000-01-01T00:00:00Z'];
  const schedules = [
    '@daily',
    '*/5 * * * *',
    '0 0 31 2 *',
    '@manual',
    '@reboot',
    'H 3 * * 1',
    '0 9 1 * 1',
    '61 * * * *',
  ];
  const zones = ['UTC', 'Europe/Berlin', 'Mars/Base'];
  const words = ['skip', 'queue', 'cron', 'at', 'every', 'manual', 'shell', 'main', 'isolated', 'watchdog', 'announce'];
  const more = ['none', 'all', 'chain', 'success', 'failure', 'contains:x', 'regex:a+', 'regex:(', '/tmp', 'SAT', 'x'];
  const others = [
    true,
    false,
    0,
    1,
    null,
    [0],
    ['SAT', '/a.ics'],
    ['2026-02-30'],
    {},
    { A: 'b' },
    { A: { from_env: 'B' } },
  ];
  return [...instants, ...schedules, ...zones, ...words, ...more, ...others, '', 'shellCommand', 'systemEvent', 0.5];
}
