import { expect, test } from 'vitest';
import { withoutEffect } from '../../../bin/config/without-effect.ts';

test.each([
  [{}, undefined],
  [{ ui: { theme: 'dark' }, hooks: {}, metrics: {} }, undefined],
  [{ metrics: { listen: '127.0.0.1:9090' } }, 'metrics in the configuration has no effect yet'],
  [
    { hooks: { 'run.failed': 'true' }, gateway: { url: 'ws://127.0.0.1:1' } },
    'gateway and hooks in the configuration have no effect yet',
  ],
  [
    { hooks: { a: 'b' }, gateway: { url: 'ws://127.0.0.1:1' }, metrics: { listen: ':1' } },
    'gateway, hooks and metrics in the configuration have no effect yet',
  ],
])('of %j it says %s', (config, said) => {
  expect(withoutEffect(config)).toBe(said);
});
