import { createHmac } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { answering, openReceiver, send } from './receiver.ts';

const SECRET = 'correct horse battery staple';

describe('a webhook gets', () => {
  test('the message as JSON, with a key by which it knows a repeat', async () => {
    const { url, received } = await openReceiver();
    expect(await send({ kind: 'webhook', url: `${url}/hook` })).toEqual({ kind: 'answered', status: 200, text: '' });
    expect(received).toMatchObject([
      {
        method: 'POST',
        url: '/hook',
        headers: {
          'content-type': 'application/json; charset=utf-8',
          'idempotency-key': 'result:9',
          'user-agent': 'openclaw-tui',
        },
      },
    ]);
    expect(received[0]?.headers).not.toHaveProperty('x-openclaw-signature');
    expect(JSON.parse(received[0]?.body ?? '')).toEqual({
      id: 4,
      kind: 'result',
      title: 'backup failed',
      body: 'exit 1\nzwölf 🦞',
      job_id: 'j1',
      run_id: 9,
      created_at: '2026-11-23T12:00:00.000Z',
    });
  });

  test('a signature over the very bytes of the body', async () => {
    const { url, received } = await openReceiver();
    await send({ kind: 'webhook', url, secret: { from_env: 'HOOK' } }, { env: { HOOK: SECRET } });
    const expected = createHmac('sha256', SECRET)
      .update(received[0]?.body ?? '')
      .digest('hex');
    expect(received[0]?.headers['x-openclaw-signature']).toBe(`sha256=${expected}`);
  });

  test('a signature with a secret from a file, read anew each time', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'openclaw-secret-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const file = join(folder, 'hook');
    const { url, received } = await openReceiver();
    for (const secret of ['first secret\n', 'second secret\n']) {
      writeFileSync(file, secret);
      await send({ kind: 'webhook', url, secret: { from_file: file } });
    }
    const signatures = received.map(({ headers }) => headers['x-openclaw-signature']);
    const signed = ['first secret', 'second secret'].map(
      (secret) =>
        `sha256=${createHmac('sha256', secret)
          .update(received[0]?.body ?? '')
          .digest('hex')}`,
    );
    expect(signatures).toEqual(signed);
  });

  test.each([
    [{ from_env: 'NOBODY' }, 'nothing was sent: the secret of the webhook: NOBODY is not set where the engine runs'],
    [{ from_env: 'EMPTY' }, 'nothing was sent: the secret of the webhook: it is empty'],
    [
      { from_file: '/nowhere' },
      'nothing was sent: the secret of the webhook: cannot read /nowhere (there is no such file)',
    ],
  ])('nothing unsigned when %j cannot be read', async (secret, reason) => {
    const { url, received } = await openReceiver();
    const env = { EMPTY: ' \n' };
    expect(await send({ kind: 'webhook', url, secret }, { env })).toEqual({ kind: 'unanswered', reason });
    expect(received).toEqual([]);
  });

  test('the user and password of its URL as a header, not as part of the URL', async () => {
    const { port, received } = await openReceiver();
    await send({ kind: 'webhook', url: `http://ana:p%40ss%zz@127.0.0.1:${port}/` });
    const basic = Buffer.from('ana:p%40ss%zz').toString('base64');
    expect(received[0]?.headers.authorization).toBe(`Basic ${basic}`);
    await send({ kind: 'webhook', url: `http://ana:p%40ss@127.0.0.1:${port}/` });
    expect(received[1]?.headers.authorization).toBe(`Basic ${Buffer.from('ana:p@ss').toString('base64')}`);
  });
});

describe('the answer of a webhook', () => {
  test.each([200, 204, 400, 404, 408, 429, 500, 503])('%i comes back as it is', async (status) => {
    const { url } = await openReceiver(answering(status));
    expect(await send({ kind: 'webhook', url })).toEqual({ kind: 'answered', status, text: '' });
  });

  test('brings Retry-After and the first words, clean and in one line', async () => {
    const text = 'slow \u001b[31mdown\u001b[0m\r\n\u0000 now\u202e!\n';
    const { url } = await openReceiver(answering(429, { 'retry-after': '120' }, text));
    expect(await send({ kind: 'webhook', url })).toEqual({
      kind: 'answered',
      status: 429,
      retryAfter: '120',
      text: 'slow [31mdown [0m now !',
    });
  });

  test('holds no secret of ours, even when the other side repeats them', async () => {
    const path = 'hooks/T0123456789abcdef';
    const { port } = await openReceiver((response, { url, headers, body }) => {
      response.writeHead(403);
      response.end(`${url} ${SECRET} hunter2 ${headers['x-openclaw-signature']?.length} ${body.length}`);
    });
    const url = `http://ana:hunter2@127.0.0.1:${port}/${path}?token=s3cret`;
    const answer = await send({ kind: 'webhook', url, secret: { from_env: 'HOOK' } }, { env: { HOOK: SECRET } });
    expect(JSON.stringify(answer)).not.toMatch(/horse|hunter2|s3cret|T0123/);
    expect(answer).toMatchObject({
      text: expect.stringMatching(/^\/hooks\/\*\*\*\?token=\*\*\* \*\*\* \*\*\* 71 \d+$/),
    });
  });

  test('that is huge or never ends is not waited for', async () => {
    const { url } = await openReceiver((response) => {
      response.writeHead(500);
      const pour = (): void => {
        while (response.write('x'.repeat(65_536)));
        response.once('drain', pour);
      };
      pour();
    });
    const answer = await send({ kind: 'webhook', url });
    expect(answer).toMatchObject({ status: 500, text: `${'x'.repeat(200)}…` });
  });

  test('that is cut off in the middle still counts by its status', async () => {
    const { url } = await openReceiver((response) => {
      response.writeHead(404, { 'content-length': '100' });
      response.write('gone');
      response.socket?.end();
    });
    expect(await send({ kind: 'webhook', url })).toMatchObject({ kind: 'answered', status: 404 });
  });

  test('that never comes is given up', async () => {
    const { url, received } = await openReceiver(() => {});
    expect(await send({ kind: 'webhook', url }, { answerWithinMs: 100 })).toEqual({
      kind: 'unanswered',
      reason: 'no answer within 0.1 s',
    });
    expect(received.length).toBeLessThanOrEqual(1);
  });

  test('is not waited for when the engine stops', async () => {
    const stopping = new AbortController();
    const { url } = await openReceiver(() => stopping.abort());
    expect(await send({ kind: 'webhook', url }, { signal: stopping.signal })).toEqual({
      kind: 'unanswered',
      reason: 'the engine stopped meanwhile',
    });
  });
});

describe('a webhook that is not there', () => {
  test('refuses the connection', async () => {
    const { url, close } = await openReceiver();
    await close();
    expect(await send({ kind: 'webhook', url })).toEqual({
      kind: 'unanswered',
      reason: 'the connection was refused',
    });
  });

  test('cuts the connection', async () => {
    const { url } = await openReceiver((response) => response.destroy());
    expect(await send({ kind: 'webhook', url })).toEqual({ kind: 'unanswered', reason: 'the connection was cut' });
  });

  test('speaks no TLS, and nothing of its URL is told', async () => {
    const { port } = await openReceiver();
    const answer = await send({ kind: 'webhook', url: `https://ana:hunter2@127.0.0.1:${port}/s3cret?token=s3cret` });
    expect(answer).toEqual({ kind: 'unanswered', reason: expect.stringMatching(/^the connection failed \(\w+\)$/) });
  });
});

describe('a redirect', () => {
  test('on the same host that keeps the method is followed, with the body and the signature', async () => {
    const { url, received } = await openReceiver((response, { url: path }) =>
      path === '/old' ? answering(308, { location: '/new' })(response, received[0] as never) : response.end(),
    );
    const road = { kind: 'webhook', url: `${url}/old`, secret: { from_env: 'HOOK' } } as const;
    expect(await send(road, { env: { HOOK: SECRET } })).toMatchObject({ status: 200 });
    expect(received.map((one) => one.url)).toEqual(['/old', '/new']);
    expect(received[1]?.body).toBe(received[0]?.body);
    expect(received[1]?.headers['x-openclaw-signature']).toBe(received[0]?.headers['x-openclaw-signature']);
  });

  test.each([301, 302, 303, 307, 308])('%i to another host is not followed', async (status) => {
    const other = await openReceiver();
    const { url } = await openReceiver(answering(status, { location: `${other.url}/steal` }));
    expect(await send({ kind: 'webhook', url })).toEqual({
      kind: 'answered',
      status,
      text: 'it points elsewhere, and is not followed to another host',
    });
    expect(other.received).toEqual([]);
  });

  test.each([301, 302, 303])('%i is not followed at all: the message would become a GET', async (status) => {
    const { url, received } = await openReceiver(answering(status, { location: '/new' }));
    expect(await send({ kind: 'webhook', url })).toMatchObject({ status });
    expect(received).toHaveLength(1);
  });

  test('that turns in a circle ends', async () => {
    const { url, received } = await openReceiver(answering(307, { location: '/' }));
    expect(await send({ kind: 'webhook', url })).toMatchObject({ status: 307 });
    expect(received).toHaveLength(4);
  });

  test('to nonsense is an answer like any other', async () => {
    const { url } = await openReceiver(answering(307, { location: 'http://[' }));
    expect(await send({ kind: 'webhook', url })).toMatchObject({ kind: 'answered', status: 307 });
  });
});
