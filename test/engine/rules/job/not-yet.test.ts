import { expect, test } from 'vitest';
import { notYetWarnings } from '../../../../src/engine/rules/job/not-yet.ts';
import { aDefinition } from './job-texts.ts';

test.each([
  ['a shell job that tells nobody', { session_target: 'shell' }, []],
  [
    'a shell job that tells a channel of the gateway',
    { session_target: 'shell', delivery_to: '42' },
    ['delivery_channel'],
  ],
  ['one that tells by a webhook', { session_target: 'shell', delivery_to: 'ops', delivery_channel: 'webhook' }, []],
  ['one that tells an alias', { session_target: 'shell', delivery_to: '@ops' }, []],
  ['one that is silent', { session_target: 'shell', delivery_to: '42', delivery_mode: 'none' }, []],
  ['an agent job', { session_target: 'isolated' }, ['session_target']],
  ['an event', { session_target: 'main', delivery_to: '42' }, ['delivery_channel', 'session_target']],
  ['a watchdog', { job_type: 'watchdog', watchdog_check_cmd: 'true' }, []],
])('%s with %j is warned of %j', (_what, fields, warned) => {
  expect(notYetWarnings(aDefinition(fields)).map((line) => line.split(':')[0])).toEqual(warned);
});
