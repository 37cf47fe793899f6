import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { tellHalfMoved } from '../../../bin/console/half-moved-news.ts';
import { readHost } from '../../../src/engine/ports/host.ts';
import { openStore } from '../../../src/store/store.ts';
import { createProgram, type Program } from '../support/program.ts';

const CRONTAB = ['MAILTO=jo', '30 2 * * * /opt/backup --all', '@daily /opt/report', '@daily /opt/report', ''].join(
  '\n',
);

let program: Program;
let env: Record<string, string>;
const file = (name: string): string => join(program.home, name);
const crontab = (): string => readFileSync(file('spool'), 'utf8');

/** A cron of our own: a real program that keeps a file, and takes nothing while `refuse` is there. */
beforeEach(() => {
  program = createProgram();
  mkdirSync(file('bin'));
  const script = `#!/bin/sh
if [ "$1" = -l ]; then cat '${file('spool')}'; exit; fi
if [ -e '${file('refuse')}' ]; then cat >/dev/null; echo 'crontab: not allowed' >&2; exit 1; fi
cat >'${file('spool')}.new' && mv '${file('spool')}.new' '${file('spool')}'
`;
  writeFileSync(file('bin/crontab'), script, { mode: 0o755 });
  writeFileSync(file('spool'), CRONTAB);
  env = { PATH: `${file('bin')}:/usr/bin:/bin` };
});
afterEach(() => program.remove());

type JobRow = { id: string; name: string; enabled: boolean; disabled_because?: string };
const jobs = async (): Promise<JobRow[]> => (await program.json<JobRow[]>('jobs', 'list')).data;
const importing = (...words: string[]) => program.runWith({ env }, 'import', 'crontab', ...words);

test('--take-over comments the lines out and starts the jobs here; again changes nothing', async () => {
  const answer = await importing('--take-over');
  expect(answer).toMatchObject({ code: 0 });
  expect(answer.out).toContain('3 run here now, 3 lines are commented out in the crontab');
  expect((await jobs()).every(({ enabled }) => enabled)).toBe(true);
  const moved = crontab();
  expect(moved.split('\n').filter((line) => line.startsWith('# moved to openclaw-tui, job '))).toHaveLength(3);
  expect(moved.split('\n')[0]).toBe('MAILTO=jo');
  expect((await importing('--take-over')).code).toBe(0);
  expect(crontab()).toBe(moved);
  expect(await jobs()).toHaveLength(3);
});

test('jobs that were imported before are taken over too, and the old text comes back byte for byte', async () => {
  await importing();
  expect((await jobs()).some(({ enabled }) => enabled)).toBe(false);
  await importing('--take-over');
  for (const { id } of await jobs()) {
    expect(await importing('--give-back', id)).toMatchObject({
      code: 0,
      out: expect.stringContaining("is cron's again"),
    });
  }
  expect(crontab()).toBe(CRONTAB);
  expect(await jobs()).toMatchObject(Array(3).fill({ enabled: false, disabled_because: 'cron runs it' }));
});

test('a crontab that takes no change leaves everything as it was, in one line', async () => {
  writeFileSync(file('refuse'), '');
  const answer = await importing('--take-over');
  expect(answer).toMatchObject({
    code: 1,
    err: expect.stringContaining('the crontab was not changed: crontab: not allowed'),
  });
  expect(crontab()).toBe(CRONTAB);
  expect((await jobs()).some(({ enabled }) => enabled)).toBe(false);
  rmSync(file('refuse'));
  expect((await importing('--take-over')).code).toBe(0);
  expect((await jobs()).every(({ enabled }) => enabled)).toBe(true);
});

test('what has no line to give back is told so, and with files there is nothing to take over', async () => {
  await importing();
  const [first] = await jobs();
  expect(await importing('--give-back', first?.id ?? '')).toMatchObject({ code: 1 });
  expect(await importing('--take-over', 'some.crontab')).toMatchObject({ code: 2 });
  expect(await importing('--give-back', 'nobody')).toMatchObject({ code: 3 });
});

test('an equal line that was moved does not make its twin another one', async () => {
  await importing('--take-over');
  const twins = (await jobs()).filter(({ name }) => name.startsWith('report'));
  await importing('--give-back', twins[1]?.id ?? '');
  expect((await importing()).out).toContain('Nothing to change');
  expect(await jobs()).toHaveLength(3);
});

test.each([
  ['does nothing', 'cat >/dev/null', 'the crontab was not changed'],
  ['takes the first bytes', `head -c 20 >'SPOOL.new' && mv 'SPOOL.new' 'SPOOL'`, 'the crontab is not as it was'],
])(
  'a crontab program that says it took a change and %s: no job starts here, and nothing of it is lost',
  async (_what, write, said) => {
    const script = `#!/bin/sh\nif [ "$1" = -l ]; then cat 'SPOOL'; exit; fi\n${write}\n`.replaceAll(
      'SPOOL',
      file('spool'),
    );
    writeFileSync(file('bin/crontab'), script, { mode: 0o755 });
    const answer = await importing('--take-over');
    expect(answer).toMatchObject({ code: 1, err: expect.stringContaining(`not taken over: ${said}`) });
    expect((await jobs()).some(({ enabled }) => enabled)).toBe(false);
    const isWhole = crontab() === CRONTAB;
    expect(isWhole ? crontab() : readFileSync(file('crontab-before'), 'utf8')).toBe(CRONTAB);
  },
);

/** A cron that takes a change and then kills who asked for it, once: what a power cut or an operator's KILL comes to. */
const killAfterWriting = (): void => {
  const script = `#!/bin/sh
if [ "$1" = -l ]; then cat '${file('spool')}'; exit; fi
cat >'${file('spool')}.new' && mv '${file('spool')}.new' '${file('spool')}'
if [ ! -e '${file('killed')}' ]; then touch '${file('killed')}'; kill -9 $PPID; fi
`;
  writeFileSync(file('bin/crontab'), script, { mode: 0o755 });
};

const NOWHERE = 'off here, and their lines are commented out in the crontab';

describe('a take-over that is killed between cron’s change and its own', () => {
  beforeEach(async () => {
    await importing();
    killAfterWriting();
    expect(await importing('--take-over')).toMatchObject({ signal: 'SIGKILL' });
    expect(crontab()).not.toBe(CRONTAB);
    expect((await jobs()).some(({ enabled }) => enabled)).toBe(false);
  });

  test('is named by the next import, with what to do, and --take-over finishes it', async () => {
    const next = await importing();
    expect(next.err).toContain(`run nowhere: ${NOWHERE}: import crontab --take-over starts them here`);
    const finished = await importing('--take-over');
    expect(finished).toMatchObject({ code: 0, err: expect.not.stringContaining('nowhere') });
    expect((await jobs()).every(({ enabled }) => enabled)).toBe(true);
  });

  test('is named by doctor until each line is given back, and by the JSON of an import', async () => {
    const doctor = await program.runWith({ env }, 'doctor');
    expect(doctor).toMatchObject({ code: 1, out: expect.stringContaining(NOWHERE) });
    const { data } = JSON.parse((await importing('--json')).out);
    expect(data.half_moved).toHaveLength(3);
    for (const { id } of await jobs()) await importing('--give-back', id);
    expect(crontab()).toBe(CRONTAB);
    expect((await program.runWith({ env }, 'doctor')).out).not.toContain('commented out');
  });

  test('is told by a console that opens, what to do first', async () => {
    const store = openStore({ path: join(program.home, 'openclaw-tui.db'), role: 'command' });
    const told: string[] = [];
    const host = { ...readHost(), env };
    await tellHalfMoved({ host }, { store, tell: ({ text }) => told.push(text) });
    for (const { id } of await jobs()) await importing('--give-back', id);
    await tellHalfMoved({ host }, { store, tell: ({ text }) => told.push(text) });
    store.close();
    expect(told).toEqual([expect.stringMatching(/^3 jobs run nowhere; import crontab --take-over ends that: /)]);
  });

  test('a job that is enabled by itself is not called one that cron runs too', async () => {
    const [first] = await jobs();
    expect(await program.runWith({ env }, 'jobs', 'enable', first?.id ?? '')).toMatchObject({ code: 0, err: '' });
    expect((await importing('--json')).out).toContain('"half_moved"');
    expect(JSON.parse((await importing('--json')).out).data.half_moved).toHaveLength(2);
  });
});
