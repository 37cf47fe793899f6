import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { counted, type Figure, told } from './figure.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const VITEST = fileURLToPath(new URL('../../../node_modules/vitest/vitest.mjs', import.meta.url));
const ANSWER_BYTES_MAX = 64 * 1024 * 1024;

type Answer = { numTotalTests: number; numFailedTests: number; success: boolean };

/** Runs tests in a larger size, which a variable gives, and makes figures of what came of them. */
export const testsAsFigures = (
  { promise, what, files }: { promise: string; what: string; files: readonly string[] },
  size: { variable: string; cases: string },
): Figure[] => {
  const startedAt = performance.now();
  const folder = mkdtempSync(join(tmpdir(), 'openclaw-tests-'));
  const file = join(folder, 'answer.json');
  const words = ['run', '--reporter=json', '--reporter=default', `--outputFile.json=${file}`, ...files];
  const { stdout, stderr, status } = spawnSync(process.execPath, [VITEST, ...words], {
    cwd: ROOT,
    encoding: 'utf8',
    maxBuffer: ANSWER_BYTES_MAX,
    env: { ...process.env, [size.variable]: size.cases },
  });
  const seconds = Math.round((performance.now() - startedAt) / 1_000);
  if (status !== 0) console.error(`${stdout}${stderr}`);
  const text = existsSync(file) ? readFileSync(file, 'utf8') : undefined;
  rmSync(folder, { recursive: true });
  if (text === undefined) return [{ promise, what, value: 'no answer', holds: false }];
  const { numTotalTests, numFailedTests, success } = JSON.parse(text) as Answer;
  return [
    told(promise, `${what}: tests; cases of each; length`, `${numTotalTests}; ${size.cases}; ${seconds} s`),
    counted(promise, `${what}: failed`, success ? numFailedTests : Math.max(1, numFailedTests)),
  ];
};
