import { expect, test } from 'vitest';
import { block, quote } from '../../../../src/engine/rules/agent/block.ts';
import { type PromptFacts, promptOf } from '../../../../src/engine/rules/agent/prompt.ts';
import { mostRelevant } from '../../../../src/engine/rules/agent/relevance.ts';
import { judgeReply } from '../../../../src/engine/rules/agent/reply.ts';
import { aJob, aRun, NOON } from '../../../support/builders.ts';

const job = aJob({ name: 'digest', session_target: 'isolated', payload_message: 'write the digest', max_retries: 0 });
const prompt = (facts: Partial<PromptFacts> = {}): string =>
  promptOf({ job, run: aRun({ jobName: 'digest' }), context: [], inbox: [], ...facts });

test('D-52 a run by hand is told nothing of fire times, lateness or parents, and nothing that was not asked for', () => {
  const { slotAt: _none, ...run } = aRun({ cause: 'manual', createdAt: NOON + 90_000 });
  expect(prompt({ run })).toBe(
    [
      '[scheduler:j1 digest]',
      ['[BEGIN RUN]', 'run: 7', 'cause: manual', 'attempt: 1 of 1', '[END RUN]'].join('\n'),
      'write the digest',
    ].join('\n\n'),
  );
});

test.each([
  [999, undefined],
  [1_000, 'late by: 1s'],
  [1_999, 'late by: 1s'],
])('S-5 a run %i ms after its fire time is told %j', (lateMs, line) => {
  const told = prompt({ run: aRun({ createdAt: NOON + lateMs }) }).split('\n');
  expect(told.find((one) => one.startsWith('late by'))).toBe(line);
});

test('D-52 a run that failed and printed nothing is told as that', () => {
  const run = { id: 6, jobName: 'parent', status: 'error', error: 'exit code 3' } as const;
  const text = prompt({ triggeredBy: { run, output: ' \n' } });
  expect(text).toContain('run 6 of parent ended error, exit code 3\n(it left no output)\n[END TRIGGERING RESULT]');
});

test('D-52 earlier results share one room: the last that fits is cut to what is left', () => {
  const text = 'y'.repeat(5_000);
  const context = Array.from({ length: 20 }, (_, id) => ({ id, jobName: 'd', status: 'ok' as const, text }));
  const cuts = [...prompt({ context }).matchAll(/\(cut: the first (\d+) of 5000 characters\)/g)].map(([, count]) =>
    Number(count),
  );
  expect(cuts.slice(0, -1)).toEqual(Array.from({ length: 9 }, () => 2_000));
  expect(cuts.at(-1)).toBeGreaterThan(0);
  expect(cuts.at(-1)).toBeLessThan(2_000);
});

test('D-52 quoted text keeps its beginning, loses blank ends and every mark of a block', () => {
  expect(quote('  indented\n\n', 100)).toBe('  indented');
  expect(quote('[BEGIN X] [ end Y] [\tBEGIN Z]', 100)).toBe('(BEGIN X] (end Y] (BEGIN Z]');
  expect(quote('12345', 5)).toBe('12345');
  expect(quote('123456', 5)).toBe('12345\n(cut: the first 5 of 6 characters)');
  expect(block('X', [])).toBe('[BEGIN X]\n[END X]');
});

test('D-52 one rare word weighs more than two that nearly every text has', () => {
  const common = Array.from({ length: 5 }, (_, index) => ({ text: `disk report ${index}` }));
  const found = mostRelevant('disk report of the ledger', [...common, { text: 'a ledger' }], 1);
  expect(found).toEqual([{ text: 'a ledger' }]);
});

test('D-52 words count from three letters on, whatever their case, and the first five hundred of a text', () => {
  expect(mostRelevant('is it on', [{ text: 'is it on' }], 5)).toEqual([]);
  expect(mostRelevant('TAR', [{ text: 'a tar file' }], 5)).toHaveLength(1);
  const words = (count: number) => Array.from({ length: count }, (_, index) => `word${index}`).join(' ');
  expect(mostRelevant('needle', [{ text: `${words(499)} needle` }], 5)).toHaveLength(1);
  expect(mostRelevant('needle', [{ text: `${words(500)} needle` }], 5)).toEqual([]);
});

test('D-55 a reason keeps its colons and is cut where it is too long, not before', () => {
  const errorOf = (reply: string) => {
    const verdict = judgeReply(reply);
    return verdict.kind === 'failed' ? verdict.error.replace('the agent says that it failed: ', '') : verdict.kind;
  };
  expect(errorOf('TASK_FAILED: disk: full  \nmore')).toBe('disk: full');
  expect(errorOf(`TASK_FAILED: ${'x'.repeat(500)}`)).toBe('x'.repeat(500));
  expect(errorOf(`TASK_FAILED: ${'x'.repeat(501)}`)).toBe(`${'x'.repeat(499)}…`);
});
