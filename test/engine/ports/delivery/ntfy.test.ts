import { expect, test } from 'vitest';
import { answering, openReceiver, send } from './receiver.ts';

test('ntfy gets the body as text, the title as a header', async () => {
  const { url, received } = await openReceiver();
  expect(await send({ kind: 'ntfy', url, topic: 'ops' })).toMatchObject({ status: 200 });
  expect(received).toMatchObject([
    {
      method: 'POST',
      url: '/ops',
      body: 'exit 1\nzwölf 🦞',
      headers: { title: 'backup failed', 'idempotency-key': 'result:9', 'content-type': 'text/plain; charset=utf-8' },
    },
  ]);
});

test('ntfy may live below a path', async () => {
  const { url, received } = await openReceiver();
  await send({ kind: 'ntfy', url: `${url}/push/`, topic: 'ops' });
  expect(received[0]?.url).toBe('/push/ops');
});

test.each([
  ['größer 🦞', `=?UTF-8?B?${Buffer.from('größer 🦞').toString('base64')}?=`],
  ['two\r\nX-Evil: 1', 'two X-Evil: 1'],
  ['', ''],
])('the title %j travels safely', async (title, header) => {
  const { url, received } = await openReceiver();
  await send({ kind: 'ntfy', url, topic: 'ops' }, { notice: { title } });
  expect(received[0]?.headers.title ?? '').toBe(header);
  expect(received[0]?.headers).not.toHaveProperty('x-evil');
});

test('a long title and a long body are cut between characters', async () => {
  const { url, received } = await openReceiver();
  await send({ kind: 'ntfy', url, topic: 'ops' }, { notice: { title: 'ü'.repeat(5_000), body: '🦞'.repeat(2_000) } });
  const body = received[0]?.body ?? '';
  const title = Buffer.from(String(received[0]?.headers.title).slice('=?UTF-8?B?'.length, -2), 'base64').toString(
    'utf8',
  );
  expect(title).toBe('ü'.repeat(200));
  expect(Buffer.byteLength(body)).toBeLessThanOrEqual(4_096);
  expect(body).toMatch(/^(🦞)+\n… \(cut\)$/u);
});

test('a token goes along, and is not told when the server repeats it', async () => {
  const { url, received } = await openReceiver(answering(403, {}, 'forbidden: Bearer tk_secret1'));
  const answer = await send(
    { kind: 'ntfy', url, topic: 'ops', token: { from_env: 'NTFY' } },
    { env: { NTFY: 'tk_secret1' } },
  );
  expect(received[0]?.headers.authorization).toBe('Bearer tk_secret1');
  expect(answer).toEqual({ kind: 'answered', status: 403, text: 'forbidden: Bearer ***' });
});

test('without its token nothing is sent', async () => {
  const { url, received } = await openReceiver();
  const answer = await send({ kind: 'ntfy', url, topic: 'ops', token: { from_file: '/nowhere' } });
  expect(answer).toEqual({
    kind: 'unanswered',
    reason: 'nothing was sent: the token for ntfy: cannot read /nowhere (there is no such file)',
  });
  expect(received).toEqual([]);
});
