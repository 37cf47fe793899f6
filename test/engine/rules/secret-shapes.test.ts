import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openFileLog } from '../../../src/engine/ports/log.ts';
import {
  hideSecretShapes,
  looksSecret,
  shownEnv,
  writtenSecretWarnings,
} from '../../../src/engine/rules/secret-shapes.ts';

test.each([
  ['got Bearer abcdefgh.ijkl-mn from it', 'got Bearer [redacted] from it'],
  ['Authorization: Token abc, then more', 'Authorization: [redacted]'],
  ['{"headers":{"authorization":"Basic dTpw"},"n":1}', '{"headers":{"authorization":"[redacted]"},"n":1}'],
  ['connect postgres://app:hunter2@db/x failed', 'connect postgres://app:[redacted]@db/x failed'],
  ['key AKIAIOSFODNN7EXAMPLE', 'key [redacted]'],
  ['ghp_0123456789abcdefghij', '[redacted]'],
  [
    'OPENCLAW_GATEWAY_TOKEN=abc https://h/?token=abc&x=1',
    'OPENCLAW_GATEWAY_TOKEN=[redacted] https://h/?token=[redacted]&x=1',
  ],
  ['{"gateway_token":"abc","n":1}', '{"gateway_token":"[redacted]","n":1}'],
  ['-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----\nend', '[redacted]\nend'],
  ['-----BEGIN PRIVATE KEY-----\nMIIE', '[redacted]'],
])('R-12 in a message of ours %j becomes %j', (text, shown) => {
  expect(hideSecretShapes(text)).toBe(shown);
});

test.each([
  'cannot read token_file: no such file',
  'https://example.org:8080/a@b',
  'the key of this occasion is slot:j1:1',
  'Bearer of news',
  'max_retries=3',
])('a message without a secret stays as it is: %j', (text) => {
  expect(hideSecretShapes(text)).toBe(text);
});

test('R-12 the log has no secret that a library put into an error, and stays JSON', () => {
  const folder = mkdtempSync(join(tmpdir(), 'openclaw-log-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const log = openFileLog(join(folder, 'log'));
  const pem = '-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----';
  log.error({ error: `refused: {"authorization":"Bearer abcdefghij"} ${pem}` }, 'a fault at https://u:pw@h/');
  const line = readFileSync(join(folder, 'log'), 'utf8');
  expect(line).not.toMatch(/abcdefghij|MIIE|:pw@/);
  expect(JSON.parse(line)).toMatchObject({ msg: 'a fault at https://u:[redacted]@h/' });
});

test.each([
  ['GITHUB_TOKEN', 'x', true],
  ['DB_PASSWORD', 'x', true],
  ['API_KEY', 'x', true],
  ['PGPASSWORD', 'x', true],
  ['DATABASE_URL', 'postgres://u:pw@h/d', true],
  ['DATABASE_URL', 'postgres://h/d', false],
  ['PATH', '/usr/bin', false],
  ['KEYBOARD', 'us', false],
  ['SSH_AUTH_SOCK', '/tmp/x', false],
  ['PWD', '/tmp', false],
  ['TOKEN', '', false],
  ['TOKEN', { from_env: 'TOKEN' }, false],
] as const)('a variable %s with %j looks secret: %s', (name, value, is) => {
  expect(looksSecret(name, value)).toBe(is);
});

test('R-12 written values that look secret are not shown, and whoever writes one is told of the other way', () => {
  const env = { PATH: '/bin', TOKEN: 'abc', KEY: { from_file: '/k' } };
  expect(shownEnv(env)).toEqual({ PATH: '/bin', TOKEN: '[redacted]', KEY: { from_file: '/k' } });
  expect(writtenSecretWarnings(env)).toEqual([expect.stringMatching(/^env TOKEN: looks like a secret .*from_file/)]);
});
