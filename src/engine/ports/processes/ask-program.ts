import { execFileSync } from 'node:child_process';

const ANSWER_MS = 1_000;

/** The first line a program answers; undefined where it is not there, fails or takes too long. */
export function askProgram(program: string, words: readonly string[]): string | undefined {
  try {
    const answer = execFileSync(program, [...words], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      timeout: ANSWER_MS,
      maxBuffer: 65_536,
    });
    return answer.split('\n', 1)[0];
  } catch {
    return undefined;
  }
}
