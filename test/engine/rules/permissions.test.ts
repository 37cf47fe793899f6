import { expect, test } from 'vitest';
import { type FileFacts, judgePermissions, permissionText } from '../../../src/engine/rules/permissions.ts';

const ME = { userId: 1000, groupId: 1000 };
const fact = (path: string, mode: number, more: Partial<FileFacts> = {}): FileFacts => ({
  path,
  kind: 'file',
  mode,
  ownerId: 1000,
  groupId: 1000,
  ...more,
});
const judge = (facts: Partial<Parameters<typeof judgePermissions>[0]>) =>
  judgePermissions({ own: [], others: [], above: [], ...facts }, ME);

test('R-12 whatever others may read, write or enter is open, and loses exactly that', () => {
  expect(judge({ own: [fact('db', 0o600), fact('home', 0o700, { kind: 'folder' }), fact('backup', 0o400)] })).toEqual(
    [],
  );
  for (const [mode, to] of [
    [0o644, 0o600],
    [0o602, 0o600],
    [0o610, 0o600],
    [0o755, 0o700],
    [0o444, 0o400],
  ] as const) {
    expect(judge({ own: [fact('x', mode)] })).toEqual([{ kind: 'open', path: 'x', mode, to, repair: 'ours' }]);
  }
});

test('R-12 a configuration elsewhere is told and left to its owner', () => {
  expect(judge({ others: [fact('/etc/c.json', 0o644)] })).toMatchObject([{ kind: 'open', repair: 'theirs' }]);
});

test('R-12 what belongs to somebody else is told; a link that somebody else made is one of its own', () => {
  expect(judge({ own: [fact('db', 0o600, { ownerId: 7 })] })).toEqual([{ kind: 'owner', path: 'db', ownerId: 7 }]);
  expect(judge({ own: [fact('db', 0o777, { kind: 'link', ownerId: 7 })] })).toEqual([
    { kind: 'link', path: 'db', ownerId: 7 },
  ]);
  expect(
    judge({ own: [fact('db', 0o777, { kind: 'link' }), fact('db', 0o777, { kind: 'link', ownerId: 0 })] }),
  ).toEqual([]);
});

test('R-12 a folder above that others may write to is told, unless it is sticky or our own group’s', () => {
  const above = (mode: number, more: Partial<FileFacts> = {}) =>
    judge({ above: [fact('/srv', mode, { kind: 'folder', ownerId: 0, groupId: 0, ...more })] }).length;
  expect(above(0o755)).toBe(0);
  expect(above(0o777)).toBe(1);
  expect(above(0o1777)).toBe(0);
  expect(above(0o775, { groupId: 50 })).toBe(1);
  expect(above(0o775, { groupId: 1000 })).toBe(0);
  expect(above(0o755, { ownerId: 7 })).toBe(1);
  expect(above(0o1755, { ownerId: 7 })).toBe(1);
});

test('each is said in a line with its remedy', () => {
  const [open] = judge({ own: [fact('/h/db', 0o644)] });
  expect(open && permissionText(open)).toEqual({
    what: 'others may get at /h/db (mode 644)',
    remedy: 'chmod 600 /h/db',
  });
});
