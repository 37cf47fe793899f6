import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openDraftsFile } from '../../../bin/console/drafts-file.ts';
import type { Context } from '../../../bin/context.ts';

const inHome = () => {
  const home = mkdtempSync(join(tmpdir(), 'openclaw-drafts-'));
  onTestFinished(() => rmSync(home, { recursive: true, force: true }));
  const context = { settings: { home }, host: { user: 'an/a' } } as unknown as Context;
  return { path: join(home, 'drafts-an_a.json'), open: () => openDraftsFile(context) };
};

test('what was kept is there for the next console, and nobody else may read it', () => {
  const { open, path } = inHome();
  open().keep({ a7: { reason: 'late' } }, {});
  expect(open().last).toEqual({ a7: { reason: 'late' } });
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

test('two consoles of one person lose each other no sentence', () => {
  const { open } = inHome();
  const [one, other] = [open(), open()];
  one.keep({ a1: { reason: 'one' } }, {});
  other.keep({ a2: { reason: 'other' } }, {});
  one.keep({}, { a1: { reason: 'one' } });
  expect(open().last).toEqual({ a2: { reason: 'other' } });
});

test('a damaged file is none, and is written anew', () => {
  const { open, path } = inHome();
  writeFileSync(path, '{"a1": {"rea');
  expect(open().last).toEqual({});
  open().keep({ a1: { reason: 'late' } }, {});
  expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual({ a1: { reason: 'late' } });
});
