import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openLooksFile } from '../../bin/console/looks-file.ts';

function aFile() {
  const home = mkdtempSync(join(tmpdir(), 'looks-'));
  onTestFinished(() => rmSync(home, { recursive: true, force: true }));
  const context = { settings: { home }, host: { user: 'ops' } } as Parameters<typeof openLooksFile>[0];
  return { path: join(home, 'view-ops.json'), file: openLooksFile(context) };
}
const LOOKS = { sort: { 'alerts.open': 'newest' }, tabs: {}, times: 'utc' } as const;

test('what was kept is there at the next start, for its owner only', () => {
  const { file, path } = aFile();
  expect(file.read()).toEqual({ kind: 'none' });
  file.save(LOOKS);
  expect(file.read()).toEqual({ kind: 'looks', looks: LOOKS });
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

test.each(['', '{"sort":', '[]', '\0'])('a damaged file is ignored and named: %j', (text) => {
  const { file, path } = aFile();
  writeFileSync(path, text);
  expect(file.read()).toEqual({ kind: 'damaged', path });
});
