import { expect, test } from 'vitest';
import { checkKeys } from '../../../bin/config/key-settings.ts';

test('keys that cannot be are refused in one line, which says how many others there are', () => {
  const keys = { aprove: 'A', zoom: 'F1' };
  expect(() => checkKeys({ ui: { keys } })).toThrow('ui.keys: aprove is no action; approve? (and 1 more like it)');
});

test('keys that can be, and none at all, are taken', () => {
  checkKeys({});
  checkKeys({ ui: { keys: { approve: ['A', 'Ctrl-O'], delete: null } } });
});
