import { expect, test } from 'vitest';
import { processWords } from '../../../src/engine/strategies/stopped.ts';
import { resultOf } from '../../../src/ui/panels/runs.ts';

const LIMITS = { outputMaxBytes: 67_108_864, timeoutMs: 60_000, graceMs: 5_000 } as Parameters<typeof processWords>[0];
const printedTooMuch = processWords(LIMITS, 0).outputLimit;

test('a run that printed too much says so, and not the signal that ended it for that, nor an exit code of 0', () => {
  const run = { status: 'error', retryCount: 0 } as const;
  const killed = `${printedTooMuch}, killed at once`;
  expect(resultOf({ ...run, error: killed, signal: 'SIGTERM', exitCode: 143 })).toBe('output limit');
  expect(resultOf({ ...run, error: printedTooMuch, exitCode: 0, retryCount: 1 })).toBe('output limit, 2nd');
  expect(resultOf({ ...run, error: 'Shell was ended by SIGKILL', signal: 'SIGKILL' })).toBe('SIGKILL');
  expect(resultOf({ ...run, error: 'Shell exited with code 3', exitCode: 3 })).toBe('exit 3');
});
