import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createKeeping } from '../../../bin/console/clipboard.ts';
import { createPager } from '../../../bin/console/pager.ts';
import { COPY_BYTES_MAX } from '../../../src/ui/copy/osc52.ts';
import type { LongWork } from '../../../src/ui/output/output-port.ts';

const AT = Date.parse('2026-11-22T14:32:07Z');
let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'keeping-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

describe('copying', () => {
  const keepingWith = (env: Record<string, string>, given: { readOnly?: boolean; takes?: boolean } = {}) => {
    const written: string[] = [];
    const keeping = createKeeping({
      ...{ env, home, readOnly: given.readOnly === true, now: () => AT },
      write(sequence) {
        written.push(sequence);
        return given.takes !== false;
      },
    });
    return { keeping, written };
  };

  test('goes to the terminal', () => {
    const { keeping, written } = keepingWith({ TERM: 'xterm-256color' });
    expect(keeping.copy('text')).toEqual({ kind: 'copied' });
    expect(written).toEqual(['\x1b]52;c;dGV4dA==\x07']);
  });

  test.each([
    ['over mosh', { TERM: 'xterm', MOSH_KEY: 'x' }, 'text', {}],
    ['on a console of the kernel', { TERM: 'linux' }, 'text', {}],
    ['when it is long', { TERM: 'xterm' }, 'y'.repeat(COPY_BYTES_MAX + 1), {}],
    ['when the terminal is behind', { TERM: 'xterm' }, 'text', { takes: false }],
  ])('%s it goes into a file that only its owner reads, and says which', (_when, env, text, given) => {
    const kept = keepingWith(env, given).keeping.copy(text);
    expect(kept).toMatchObject({ kind: 'saved', path: join(home, 'saved', '2026-11-22T14-32-07.txt') });
    if (kept.kind !== 'saved') return;
    expect(kept.because).not.toBe('');
    expect(readFileSync(kept.path, 'utf8')).toBe(text);
    expect(statSync(kept.path).mode & 0o777).toBe(0o600);
    expect(statSync(dirname(kept.path)).mode & 0o777).toBe(0o700);
  });

  test('read-only nothing is written, also not in its place', () => {
    const { keeping } = keepingWith({ TERM: 'linux' }, { readOnly: true });
    expect(keeping.copy('text')).toEqual({
      kind: 'failed',
      because: 'not copied: this terminal has no clipboard for us',
    });
    expect(keeping.save('text', 'svg')).toMatchObject({ kind: 'failed' });
    expect(() => statSync(join(home, 'saved'))).toThrow();
  });

  test('two views of one second have names of their own', () => {
    const { keeping } = keepingWith({});
    const paths = [keeping.save('one', 'svg'), keeping.save('two', 'svg')].map(
      (kept) => kept.kind === 'saved' && kept.path,
    );
    expect(paths).toEqual([
      join(home, 'saved', '2026-11-22T14-32-07.svg'),
      join(home, 'saved', '2026-11-22T14-32-07-2.svg'),
    ]);
  });

  test('a folder that cannot be is told', () => {
    writeFileSync(join(home, 'saved'), '');
    expect(keepingWith({}).keeping.save('one', 'text')).toMatchObject({
      kind: 'failed',
      because: expect.stringContaining('not saved'),
    });
  });
});

describe('the pager', () => {
  const SIGHT = { streams: 'both', window: 'all', only: '', context: 0 } as const;
  async function* linesOf(...lines: string[]) {
    for (const line of lines) yield [line];
  }
  const unhurried = (signal = new AbortController().signal): LongWork => ({ signal, passed: () => {} });
  const opened = async (
    env: Record<string, string>,
    lines: string[] | undefined,
    { bytesMax, leftOutBytes = 0 }: { bytesMax?: number; leftOutBytes?: number } = {},
  ) => {
    const seen: {
      words?: readonly string[];
      env?: Readonly<Record<string, string>>;
      text?: string;
      mode?: number;
      isLent?: boolean;
    } = {};
    let isLent = false;
    const page = createPager({
      env,
      lines: async () => (lines === undefined ? undefined : { slices: linesOf(...lines), leftOutBytes }),
      async lend(work) {
        isLent = true;
        await work();
        isLent = false;
      },
      async run(words, options) {
        const path = words.at(-1) ?? '';
        const { mode } = statSync(path);
        Object.assign(seen, { words, env: options.env, text: readFileSync(path, 'utf8'), mode: mode & 0o777, isLent });
        return env.MISSING === undefined ? { kind: 'ended' } : { kind: 'not-started', code: 'ENOENT' };
      },
      ...(bytesMax === undefined ? {} : { bytesMax }),
    });
    const end = await page(7, SIGHT, unhurried());
    return { end, seen };
  };

  test('has the cleaned output with colours of ours, in a file that is gone afterwards', async () => {
    const { end, seen } = await opened({ TERM: 'xterm' }, ['\x1b[31mred\x1b[2J\x1b]0;t\x07\x1b[0m', '10%\r100%']);
    expect(end).toEqual({ kind: 'closed' });
    expect(seen).toMatchObject({ text: '\x1b[31mred\x1b[0m\n100%\n', mode: 0o600, isLent: true });
    expect(seen.words?.slice(0, 2)).toEqual(['less', '-R']);
    expect(() => statSync(dirname(seen.words?.at(-1) ?? ''))).toThrow();
  });

  test('is the person’s own, and sees no secret and no way out', async () => {
    const env = { PAGER: 'most -w', LESS: '-S', AWS_SECRET: 'x', LESSOPEN: '|evil %s', HOME: '/h', LC_ALL: 'C.UTF-8' };
    const { seen } = await opened(env, ['a']);
    expect(seen.words?.slice(0, 2)).toEqual(['most', '-w']);
    expect(seen.env).toEqual({ HOME: '/h', LC_ALL: 'C.UTF-8', LESSSECURE: '1', LESSHISTFILE: '-', LESS: '-S -R' });
  });

  test('that is not there is told', async () => {
    const { end } = await opened({ MISSING: '1', PAGER: 'mostly' }, ['a']);
    expect(end).toEqual({
      kind: 'failed',
      because: 'not opened in the pager: there is no program called mostly; PAGER names another',
    });
  });

  test('gets nothing of a run whose output is gone', async () => {
    const { end, seen } = await opened({}, undefined);
    expect(end).toMatchObject({ kind: 'failed' });
    expect(seen).toEqual({});
  });

  test('gets so much and no more, and says so', async () => {
    const { seen } = await opened(
      {},
      Array.from({ length: 50 }, () => 'x'.repeat(16_000)),
      { bytesMax: 100_000 },
    );
    expect(seen.text?.length).toBeLessThan(400_000);
    expect(seen.text?.endsWith('… there is more than a pager is given\n')).toBe(true);
  });

  test('has the newest of too much, and says above it how much is left out', async () => {
    const { seen } = await opened({}, ['the end'], { leftOutBytes: 698_000_000 });
    expect(seen.text).toBe('… the 698 MB before this are left out\nthe end\n');
  });

  test('is not opened where its file was not waited for, which goes at once', async () => {
    const stop = new AbortController();
    const began: string[] = [];
    const done: number[][] = [];
    const page = createPager({
      env: {},
      async lines(_runId, _sight, work) {
        async function* endless() {
          while (!work.signal.aborted) {
            work.passed(done.length, 1_000);
            yield ['line'];
            if (done.length === 3) stop.abort();
          }
        }
        return { slices: endless(), leftOutBytes: 0 };
      },
      lend: async (work) => work(),
      run: async (words) => {
        began.push(words.at(-1) ?? '');
        return { kind: 'ended' };
      },
    });
    const work = { signal: stop.signal, passed: (...far: number[]) => void done.push(far) };
    expect(await page(7, SIGHT, work)).toEqual({ kind: 'stopped' });
    expect(began).toEqual([]);
    expect(done).toEqual([
      [0, 1_000],
      [1, 1_000],
      [2, 1_000],
    ]);
  });
});
