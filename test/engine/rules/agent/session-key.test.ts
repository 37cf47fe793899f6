import { expect, test } from 'vitest';
import { mainSessionKey, sessionKeyOf, turnIdOf } from '../../../../src/engine/rules/agent/session-key.ts';
import { aJob, type JobWords } from '../../../support/builders.ts';

test.each<[JobWords, string]>([
  [{}, 'agent:main:scheduler:j1:7'],
  [{ agent_id: 'ops' }, 'agent:ops:scheduler:j1:7'],
  [{ agent_id: 'ops', preferred_session_key: 'daily' }, 'agent:ops:daily'],
  [{ preferred_session_key: 'agent:ops:daily' }, 'agent:ops:daily'],
])('D-51 the session of %j is sent in full: %s', (fields, key) => {
  expect(sessionKeyOf(aJob({ session_target: 'isolated', ...fields }), 7)).toBe(key);
});

test('D-40 an event goes to the main session of its agent', () => {
  expect(mainSessionKey(aJob({ session_target: 'main', agent_id: 'ops' }))).toBe('agent:ops:main');
});

test('D-92 runs of two databases with the same id are two turns', () => {
  expect(turnIdOf('j1', 'run:7')).not.toBe(turnIdOf('j2', 'run:7'));
});
