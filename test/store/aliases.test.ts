import { expect, test } from 'vitest';
import { ANA, freshStore, NOW } from './fresh-store.ts';

const OPS = { name: 'ops', channel: 'ntfy', target: 'alarm' };

test('D-112 an alias is added, found, listed by name and removed', () => {
  const { aliases } = freshStore();
  expect(aliases.get('ops')).toBeUndefined();
  expect(aliases.set(OPS, ANA, NOW)).toEqual({ ...OPS, createdAt: NOW, createdBy: ANA });
  aliases.set({ name: 'dev', channel: 'webhook', target: 'chat' }, ANA, NOW);
  expect(aliases.get('ops')).toMatchObject(OPS);
  expect(aliases.list(10).map(({ name }) => name)).toEqual(['dev', 'ops']);
  expect(aliases.list(1)).toHaveLength(1);
  expect(aliases.remove('ops')).toBe(true);
  expect(aliases.remove('ops')).toBe(false);
  expect(aliases.get('ops')).toBeUndefined();
});

test('D-112 an alias may be pointed elsewhere', () => {
  const { aliases } = freshStore();
  aliases.set(OPS, ANA, NOW);
  aliases.set({ ...OPS, channel: 'telegram', target: '@team' }, ANA, NOW + 1);
  expect(aliases.list(10)).toMatchObject([{ channel: 'telegram', target: '@team', createdAt: NOW + 1 }]);
});

test('every change gives another version', () => {
  const { aliases } = freshStore();
  const versions = [aliases.version()];
  aliases.set(OPS, ANA, NOW);
  versions.push(aliases.version());
  aliases.set(OPS, ANA, NOW + 1);
  versions.push(aliases.version());
  aliases.set({ ...OPS, name: 'dev' }, ANA, NOW + 1);
  versions.push(aliases.version());
  aliases.remove('ops');
  versions.push(aliases.version());
  expect(versions.every((version, index) => version !== versions[index - 1])).toBe(true);
});
