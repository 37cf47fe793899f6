import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openSeenMark } from '../../../bin/console/last-seen.ts';

/** A home and consoles on it, each a process that lives until it is killed. */
function aHome(user = 'ana') {
  const home = mkdtempSync(join(tmpdir(), 'openclaw-seen-'));
  onTestFinished(() => rmSync(home, { recursive: true, force: true }));
  const alive = new Set<number>();
  let now = 1_000;
  return {
    path: join(home, `last-seen-${user.replace('/', '_')}.json`),
    later: () => {
      now += 60_000;
    },
    console(pid: number) {
      alive.add(pid);
      const host = {
        user,
        pid,
        pidStart: String(pid),
        bootId: 'b',
        isAlive: (other: { pid: number }) => alive.has(other.pid),
      };
      const mark = openSeenMark({ settings: { home }, host, clock: { now: () => now } } as never);
      return { ...mark, kill: () => alive.delete(pid) };
    },
  };
}

test('who left by a key was not away; who lost the line was, since then, and what was open is named', () => {
  const home = aHome();
  const first = home.console(1);
  expect(first.lost).toBeUndefined();
  first.write('open');
  first.write('left');
  first.kill();
  const second = home.console(2);
  expect(second.lost).toBeUndefined();
  second.write('open');
  home.later();
  second.write('lost', { verb: 'approve', name: 'deploy' });
  second.kill();
  home.later();
  expect(home.console(3).lost).toMatchObject({ state: 'lost', at: 61_000, unfinished: { name: 'deploy' } });
});

test('a console that was killed was lost when it wrote last; one that is there still was not', () => {
  const home = aHome();
  const first = home.console(1);
  first.write('open');
  expect(home.console(2).lost).toBeUndefined();
  first.kill();
  expect(home.console(3).lost).toMatchObject({ state: 'open', at: 1_000 });
});

test('while another console of the same person is open, nobody is away', () => {
  const home = aHome();
  const [first, second] = [home.console(1), home.console(2)];
  first.write('open');
  second.write('open');
  first.write('lost');
  first.kill();
  expect(home.console(3).lost).toBeUndefined();
});

test('the file is its owner’s alone, and a broken one is none', () => {
  const home = aHome('a/na');
  home.console(1).write('open');
  expect(statSync(home.path).mode & 0o777).toBe(0o600);
  for (const text of ['', '{', 'null', '{"at":"x"}', `${readFileSync(home.path, 'utf8')}${' '.repeat(5_000)}`]) {
    writeFileSync(home.path, text);
    expect(home.console(2).lost).toBeUndefined();
  }
});
