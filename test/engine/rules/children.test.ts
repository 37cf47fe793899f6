import { expect, test } from 'vitest';
import { conditionOf, isTriggeredBy } from '../../../src/engine/rules/children.ts';
import { aJob } from '../../support/builders.ts';

test.each([
  ['success', 'ok', true, true],
  ['success', 'error', true, false],
  ['failure', 'error', true, true],
  ['failure', 'error', false, false],
  ['failure', 'timeout', true, true],
  ['failure', 'crashed', true, true],
  ['failure', 'ok', true, false],
  ['complete', 'ok', true, true],
  ['complete', 'error', true, true],
  ['complete', 'error', false, false],
  ['attempt_failure', 'error', false, true],
  ['attempt_failure', 'error', true, true],
  ['attempt_failure', 'ok', true, false],
  ['complete', 'cancelled', true, false],
  ['complete', 'skipped', true, false],
] as const)('D-69 trigger_on %s and a run that ended %s (final %s): %s', (trigger_on, status, final, triggered) => {
  expect(isTriggeredBy(aJob({ parent_id: 'p', trigger_on }), { status, final })).toBe(triggered);
});

test('D-69 a condition is a text or a pattern; none is none', () => {
  expect(conditionOf(aJob({ parent_id: 'p' }))).toBeUndefined();
  expect(conditionOf(aJob({ parent_id: 'p', trigger_condition: 'contains:a:b' }))).toEqual({
    kind: 'contains',
    text: 'a:b',
  });
  expect(conditionOf(aJob({ parent_id: 'p', trigger_condition: 'regex:^x+' }))).toEqual({
    kind: 'regex',
    pattern: '^x+',
  });
});
