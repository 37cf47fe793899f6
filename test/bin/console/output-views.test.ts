import { appendFileSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createOutputViews } from '../../../bin/console/output-views.ts';
import { patternsOf } from '../../../src/engine/redact/patterns.ts';
import type { RunSecrets } from '../../../src/engine/redact/secret-keeper.ts';

let runsDir: string;
beforeEach(() => {
  runsDir = mkdtempSync(join(tmpdir(), 'views-'));
  mkdirSync(join(runsDir, '7'));
});
afterEach(() => rmSync(runsDir, { recursive: true, force: true }));

/** Views and a way to wait until lines that were asked for have been read. */
function createViews(secrets: RunSecrets = { kind: 'known', patterns: [] }) {
  let loaded = Promise.withResolvers<void>();
  let readings = 0;
  const read = createOutputViews({
    runsDir,
    stored: (runId) =>
      runId === 8 ? { runId, stdout: 'a\nb\n', stderr: 'c\n', stdoutCut: false, stderrCut: false } : undefined,
    secrets: () => secrets,
    loaded: () => {
      readings += 1;
      loaded.resolve();
    },
  });
  return {
    read,
    readings: () => readings,
    async readLoaded(runId: number, lines: number) {
      loaded = Promise.withResolvers();
      read(runId, lines);
      await loaded.promise;
      return read(runId, lines);
    },
  };
}

test('the newest lines of a live run are read in the background, and again when it has printed more', async () => {
  const views = createViews();
  writeFileSync(join(runsDir, '7', 'out'), 'one\ntwo\n');
  writeFileSync(join(runsDir, '7', 'err'), '');
  expect(views.read(7, 2)).toBeUndefined();
  expect(await views.readLoaded(7, 2)).toMatchObject({
    totalBytes: 8,
    totalLines: 2,
    lines: [{ text: 'one' }, { text: 'two' }],
  });
  appendFileSync(join(runsDir, '7', 'err'), 'oops\n');
  expect(await views.readLoaded(7, 2)).toMatchObject({
    totalBytes: 13,
    lines: [{ text: 'two' }, { stream: 'err', text: 'oops' }],
  });
});

test('who wants one line and who wants many ask by turns: each gets theirs, from one reading', async () => {
  const views = createViews();
  writeFileSync(join(runsDir, '7', 'out'), 'one\ntwo\nthree\n');
  writeFileSync(join(runsDir, '7', 'err'), '');
  expect(await views.readLoaded(7, 1)).toMatchObject({ lines: [{ text: 'three' }] });
  expect(views.read(7, 3)).toMatchObject({ lines: [{ text: 'three' }] });
  expect(await views.readLoaded(7, 3)).toMatchObject({ lines: [{ text: 'one' }, { text: 'two' }, { text: 'three' }] });
  const readings = views.readings();
  for (let turn = 0; turn < 3; turn += 1) {
    expect(views.read(7, 1)).toMatchObject({ lines: [{ text: 'three' }], totalBytes: 14 });
    expect(views.read(7, 3)?.lines).toHaveLength(3);
  }
  appendFileSync(join(runsDir, '7', 'out'), 'four\n');
  expect(await views.readLoaded(7, 1)).toMatchObject({ lines: [{ text: 'four' }] });
  expect(views.read(7, 3)).toMatchObject({ lines: [{ text: 'two' }, { text: 'three' }, { text: 'four' }] });
  expect(views.readings()).toBe(readings + 1);
});

test('a silence counts from the last byte of either stream: an empty file tells nothing', async () => {
  const views = createViews();
  const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000);
  const [out, err] = [join(runsDir, '7', 'out'), join(runsDir, '7', 'err')];
  writeFileSync(err, '');
  writeFileSync(out, '');
  expect(await views.readLoaded(7, 2)).not.toHaveProperty('lastByteAt');
  writeFileSync(out, 'waits for the lock\n');
  const at = minutesAgo(14);
  utimesSync(out, at, at);
  expect((await views.readLoaded(7, 2))?.lastByteAt).toBeCloseTo(at.getTime(), -1);
  appendFileSync(err, 'still waits\n');
  const later = minutesAgo(3);
  utimesSync(err, later, later);
  expect((await views.readLoaded(7, 2))?.lastByteAt).toBeCloseTo(later.getTime(), -1);
});

test('a settled run is shown from the store, an unknown one not at all', () => {
  const { read } = createViews();
  expect(read(8, 2)).toEqual({
    lines: [
      { stream: 'out', text: 'b' },
      { stream: 'err', text: 'c' },
    ],
    totalBytes: 6,
    totalLines: 3,
    missing: { bytes: 2, kept: true },
  });
  expect(read(9, 2)).toBeUndefined();
});

test('of a long file only the newest lines are read, and the rest is counted', async () => {
  const views = createViews();
  writeFileSync(join(runsDir, '7', 'out'), 'one\ntwo\nthree\n');
  writeFileSync(join(runsDir, '7', 'err'), '');
  const view = await views.readLoaded(7, 1);
  expect(view).toMatchObject({ lines: [{ text: 'three' }], totalBytes: 14, missing: { bytes: 8, kept: true } });
  expect(view).not.toHaveProperty('totalLines');
});

test('R-12 a live run is shown without its secrets, and not at all while nobody here knows them', async () => {
  writeFileSync(join(runsDir, '7', 'out'), 'a hunter22 b\nends with hunt');
  writeFileSync(join(runsDir, '7', 'err'), '');
  const patterns = patternsOf([{ name: 'TOKEN', value: 'hunter22' }]);
  expect(await createViews({ kind: 'known', patterns }).readLoaded(7, 2)).toMatchObject({
    lines: [{ text: 'a [redacted TOKEN] b' }, { text: 'ends with ' }],
  });
  const unknown = await createViews({ kind: 'unknown', names: ['TOKEN'] }).readLoaded(7, 2);
  expect(unknown?.lines).toMatchObject([{ text: expect.stringContaining('the value of TOKEN is not known here') }]);
});
