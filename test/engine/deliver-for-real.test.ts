import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { createDeliverer } from '../../src/engine/deliver.ts';
import { createPatientWrite } from '../../src/engine/patient-write.ts';
import { createDelivery } from '../../src/engine/ports/delivery.ts';
import { DELIVERY_DEFAULTS, type DeliverySettings } from '../../src/engine/rules/delivery.ts';
import type { Notice } from '../../src/store/nouns/notice.ts';
import { openStore } from '../../src/store/store.ts';
import { PATIENCE } from '../support/patience.ts';
import { createVirtualClock } from '../support/virtual-clock.ts';
import { answering, openReceiver } from './ports/delivery/receiver.ts';

const rethrow = (error: unknown): never => {
  throw error;
};
const createPostOffice = (settings: Partial<DeliverySettings> = {}, env: Record<string, string> = {}) => {
  const folder = mkdtempSync(join(tmpdir(), 'openclaw-deliver-'));
  const store = openStore({ path: join(folder, 'openclaw.db'), role: 'engine' });
  const clock = createVirtualClock();
  const faults: unknown[] = [];
  const deliverer = createDeliverer({
    store,
    clock,
    delivery: createDelivery({ env, folder, allowInsecure: false }),
    settings: { ...DELIVERY_DEFAULTS, ...settings },
    tenure: () => ({ holderId: 'h1', fence: 1 }),
    write: createPatientWrite(store, clock, () => true, rethrow),
    wake: () => deliverer.look(),
    failed: (error) => faults.push(error),
  });
  onTestFinished(() => {
    deliverer.stop();
    store.close();
    rmSync(folder, { recursive: true, force: true });
    expect(faults).toEqual([]);
  });
  return {
    store,
    clock,
    deliverer,
    add: (title: string, channel: string, target: string): void =>
      store.outbox.add({ key: title, kind: 'result', channel, target, title, body: 'text' }, clock.now()),
    async quiet(): Promise<void> {
      deliverer.look();
      await vi.waitUntil(() => deliverer.busy() === 0, PATIENCE);
    },
    rows: () =>
      store.db.prepare('SELECT * FROM outbox ORDER BY id').all() as (Notice & { last_error: string | null })[],
    everything: (): string => JSON.stringify(store.db.prepare('SELECT * FROM alerts').all()),
  };
};

test('D-63 messages go out to a webhook one after the other, in the order of their creation', async () => {
  let open = 0;
  let mostOpen = 0;
  const { url, received } = await openReceiver((response) => {
    open += 1;
    mostOpen = Math.max(mostOpen, open);
    setImmediate(() => {
      open -= 1;
      response.end();
    });
  });
  const office = createPostOffice({ webhooks: { pager: { url } } });
  const titles = Array.from({ length: 30 }, (_, n) => `m${n}`);
  for (const title of titles) office.add(title, 'webhook', 'pager');
  await office.quiet();
  expect(received.map(({ body }) => JSON.parse(body).title)).toEqual(titles);
  expect(mostOpen).toBe(1);
  expect(new Set(office.rows().map(({ status }) => status))).toEqual(new Set(['sent']));
});

test('a receiver that asks for two minutes gets them, and the same key again', async () => {
  const { url, received } = await openReceiver((response) =>
    received.length === 1 ? answering(429, { 'retry-after': '120' })(response, received[0] as never) : response.end(),
  );
  const office = createPostOffice({ webhooks: { pager: { url } } });
  office.add('one', 'webhook', 'pager');
  await office.quiet();
  expect(office.rows()).toMatchObject([{ status: 'pending', last_error: 'answered 429' }]);
  await office.clock.advance(119_999);
  await office.quiet();
  expect(received).toHaveLength(1);
  await office.clock.advance(1);
  await office.quiet();
  expect(office.rows()).toMatchObject([{ status: 'sent', attempts: 2 }]);
  const [first, second] = received;
  expect(second?.headers['idempotency-key']).toBe(first?.headers['idempotency-key']);
  expect(second?.body).toBe(first?.body);
});

test('no secret gets into the reason of a failure or its alert', async () => {
  const { port } = await openReceiver((response, { url, headers }) => {
    response.writeHead(400);
    const signing = headers['x-openclaw-signature'] === undefined ? '' : 'signing-secret';
    response.end(`bad request ${url} ${headers.authorization} ${signing}`);
  });
  const office = createPostOffice(
    { webhooks: { signed: { url: `http://127.0.0.1:${port}/`, secret: { from_env: 'HOOK' } } } },
    { HOOK: 'signing-secret' },
  );
  office.add('one', 'webhook', `http://ana:hunter2@127.0.0.1:${port}/hook?token=s3cret%21`);
  office.add('two', 'webhook', 'signed');
  await office.quiet();
  const told = office.everything() + office.rows().map(({ last_error }) => last_error);
  expect(office.rows()).toMatchObject([{ status: 'failed' }, { status: 'failed' }]);
  expect(told).not.toMatch(/hunter2|s3cret|signing-secret/);
  expect(told).not.toContain(Buffer.from('ana:hunter2').toString('base64'));
});

test('a command and a webhook that is not there do not wait for each other', async () => {
  const { url, close } = await openReceiver();
  await close();
  const office = createPostOffice({
    webhooks: { gone: { url } },
    commands: { log: ['/bin/sh', '-c', 'cat >>messages; echo >>messages'] },
  });
  office.add('one', 'webhook', 'gone');
  office.add('two', 'command', 'log');
  office.add('three', 'command', 'log');
  await office.quiet();
  expect(office.rows()).toMatchObject([
    { status: 'pending', attempts: 1, last_error: 'the connection was refused' },
    { status: 'sent' },
    { status: 'sent' },
  ]);
});
