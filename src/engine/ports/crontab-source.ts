import { execFile, execFileSync } from 'node:child_process';
import { promisify } from 'node:util';

/** What `crontab -l` answered: a user without a crontab is no failure. */
export type CrontabReading = { kind: 'found'; text: string } | { kind: 'none' } | { kind: 'failed'; reason: string };

const OUTPUT_BYTES_MAX = 4 * 1024 * 1024;
const ANSWER_MS_MAX = 10_000;
/** By KILL: one that ignores TERM would be waited for without an end. */
const LIMITS = { maxBuffer: OUTPUT_BYTES_MAX, timeout: ANSWER_MS_MAX, killSignal: 'SIGKILL' } as const;

/** Reads this user's crontab; cron itself knows where it is kept and who may see it. */
export function readUserCrontab(env: Readonly<Record<string, string | undefined>>): CrontabReading {
  try {
    const text = execFileSync('crontab', ['-l'], {
      encoding: 'utf8',
      env: { ...env, LC_ALL: 'C' },
      stdio: ['ignore', 'pipe', 'pipe'],
      ...LIMITS,
    });
    return { kind: 'found', text };
  } catch (error) {
    return readingOf(error as { code?: string; stderr?: string });
  }
}

/** The same without waiting for it: a screen goes on meanwhile. */
export async function readUserCrontabLater(env: Readonly<Record<string, string | undefined>>): Promise<CrontabReading> {
  try {
    const { stdout } = await promisify(execFile)('crontab', ['-l'], {
      encoding: 'utf8',
      env: { ...env, LC_ALL: 'C' },
      ...LIMITS,
    });
    return { kind: 'found', text: stdout };
  } catch (error) {
    return readingOf(error as { code?: string; stderr?: string });
  }
}

export type CrontabWriting = { kind: 'written' } | { kind: 'failed'; reason: string };

/** Puts a whole crontab in the place of this user's; cron checks it first and takes all of it or nothing. */
export function writeUserCrontab(
  env: Readonly<Record<string, string | undefined>>,
  text: string,
): Promise<CrontabWriting> {
  return new Promise((resolve) => {
    const options = { env: { ...env, LC_ALL: 'C' }, ...LIMITS };
    const child = execFile('crontab', ['-'], options, (error, _out, stderr) => {
      if (error === null) resolve({ kind: 'written' });
      else resolve({ kind: 'failed', reason: stderr.trim().split('\n')[0] || error.message.split('\n', 1)[0] || '' });
    });
    // One that ends without reading is told about by its exit code.
    child.stdin?.on('error', () => {});
    child.stdin?.end(text);
  });
}

function readingOf({ code, stderr = '' }: { code?: string; stderr?: string }): CrontabReading {
  if (/no crontab for/i.test(stderr)) return { kind: 'none' };
  if (code === 'ENOENT') return { kind: 'failed', reason: 'there is no crontab command on this machine' };
  if (code === 'ETIMEDOUT') return { kind: 'failed', reason: 'crontab -l did not answer' };
  return { kind: 'failed', reason: stderr.trim().split('\n')[0] || (code ?? 'crontab -l failed') };
}
