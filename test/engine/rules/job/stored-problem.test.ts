import { describe, expect, test } from 'vitest';
import { storedProblem, storedTextProblem } from '../../../../src/engine/rules/job/stored-problem.ts';

const sound = {
  name: 'etl',
  payload_message: 'true',
  schedule_kind: 'cron',
  schedule_cron: '*/5 * * * *',
  schedule_tz: 'UTC',
};

describe('what a stored definition is asked for', () => {
  test.each([
    ['one that a command wrote', sound, undefined],
    ['one that runs by hand', { ...sound, schedule_kind: 'manual', schedule_cron: 'x' }, undefined],
    ['nothing', undefined, 'definition: is no JSON object'],
    ['a list', [], 'definition: is no JSON object'],
    ['an empty one', {}, 'definition: says nothing to run'],
    ['a zone that is none', { ...sound, schedule_tz: 'Mars/Olympus' }, 'zone: "Mars/Olympus" is not a known time zone'],
  ])('%s', (_what, definition, problem) => {
    expect(storedProblem(definition, 'seed')).toBe(problem);
  });

  test('an expression that is none is named as the schedule’s', () => {
    expect(storedProblem({ ...sound, schedule_cron: 'every tuesday' }, 'seed')).toMatch(/^cron: 2 fields, expected 5/);
  });

  test('torn text is told the same twice, as is sound text', () => {
    const texts = ['{"name": "to', JSON.stringify(sound)];
    const once = texts.map((text) => storedTextProblem(text, 'seed'));
    expect(once).toEqual(['definition: is no JSON object', undefined]);
    expect(texts.map((text) => storedTextProblem(text, 'seed'))).toEqual(once);
  });
});
