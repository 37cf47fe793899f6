import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createOutputViews } from '../../../bin/console/output-views.ts';

let runsDir: string;
beforeEach(() => {
  runsDir = mkdtempSync(join(tmpdir(), 'views-'));
  mkdirSync(join(runsDir, '7'));
});
afterEach(() => rmSync(runsDir, { recursive: true, force: true }));

/** Views and a way to wait until lines that were asked for have been read. */
function createViews() {
  let loaded = Promise.withResolvers<void>();
  const read = createOutputViews({
    runsDir,
    stored: (runId) =>
      runId === 8 ? { runId, stdout: 'a\nb\n', stderr: 'c\n', stdoutCut: false, stderrCut: false } : undefined,
    loaded: () => loaded.resolve(),
  });
  return {
    read,
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

test('a settled run is shown from the store, an unknown one not at all', () => {
  const { read } = createViews();
  expect(read(8, 2)).toEqual({
    lines: [
      { stream: 'out', text: 'b' },
      { stream: 'err', text: 'c' },
    ],
    totalBytes: 6,
    totalLines: 3,
  });
  expect(read(9, 2)).toBeUndefined();
});
