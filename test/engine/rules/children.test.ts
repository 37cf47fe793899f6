import { expect, test } from 'vitest';
import {
  conditionOf,
  conditionText,
  isTriggeredBy,
  refusesChild,
  triggerOf,
} from '../../../src/engine/rules/children.ts';
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

const ENDED = 'run 4 of build ended ok';

test.each([
  [{}, {}, undefined, undefined],
  [{}, { enabled: false }, undefined, ['disabled', `${ENDED}, and this job is off`]],
  [
    {},
    { enabled: false, disabledBecause: 'by ana' },
    { kind: 'met' },
    ['disabled', `${ENDED}, and this job is off (by ana)`],
  ],
  [
    { trigger_on: 'failure' },
    {},
    { kind: 'met' },
    ['trigger-not-met', `${ENDED}, this job waits for failure after the last retry`],
  ],
  [{ trigger_condition: 'contains:x' }, {}, { kind: 'met' }, undefined],
  [
    { trigger_condition: 'contains:x' },
    {},
    { kind: 'unmet' },
    ['condition-not-met', `${ENDED}, its output does not meet contains:x`],
  ],
  [
    { trigger_condition: 'regex:x' },
    {},
    { kind: 'failed', because: 'it took more than 10 s' },
    ['condition-failed', `${ENDED}, and regex:x could not be looked at: it took more than 10 s`],
  ],
  [
    { trigger_condition: 'regex:x' },
    {},
    undefined,
    ['condition-failed', `${ENDED}, and regex:x was not looked for: it is new`],
  ],
] as const)('D-69 a child %j (%j) whose condition is %j is refused: %j', (fields, row, answer, refusal) => {
  const parent = { status: 'ok', final: true, runId: 4, jobName: 'build' } as const;
  const [reason, detail] = refusal ?? [];
  expect(refusesChild(aJob({ parent_id: 'p', ...fields }, row), parent, answer)).toEqual(
    refusal === undefined ? undefined : { reason, detail },
  );
});

test('D-69 a pattern that was not found in a part of the output says that there was more', () => {
  const parent = { status: 'ok', final: true, runId: 4, jobName: 'build' } as const;
  const child = aJob({ parent_id: 'p', trigger_condition: 'regex:x' });
  expect(refusesChild(child, parent, { kind: 'unmet', partly: true })?.detail).toMatch(
    /regex:x \(a pattern is .*there was more/,
  );
});

test('D-69 a child that names no trigger waits for success', () => {
  expect(triggerOf(aJob({ parent_id: 'p' }))).toBe('success');
  expect(triggerOf(aJob({ parent_id: 'p', trigger_on: 'failure' }))).toBe('failure');
});

test.each([
  [undefined, ''],
  [`contains:${'x'.repeat(71)}`, `contains:${'x'.repeat(71)}`],
  [`contains:${'x'.repeat(72)}`, `contains:${'x'.repeat(70)}…`],
])('D-69 the condition %s is shown as %s', (trigger_condition, shown) => {
  expect(conditionText(aJob({ parent_id: 'p', ...(trigger_condition && { trigger_condition }) }))).toBe(shown);
});
