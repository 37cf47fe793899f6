import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createDeliverer } from '../../src/engine/deliver.ts';
import { IN_FLIGHT_MAX } from '../../src/engine/delivery-lines.ts';
import { createPatientWrite } from '../../src/engine/patient-write.ts';
import { DELIVERY_DEFAULTS, type DeliverySettings } from '../../src/engine/rules/delivery.ts';
import type { NewNotice, Notice } from '../../src/store/nouns/notice.ts';
import { rowReader } from '../../src/store/rows.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { ANA } from '../support/builders.ts';
import { createFakeDelivery, DOWN, OK } from '../support/fake-delivery.ts';
import { createVirtualClock } from '../support/virtual-clock.ts';

const rethrow = (error: unknown): never => {
  throw error;
};
const SETTINGS: DeliverySettings = {
  ...DELIVERY_DEFAULTS,
  webhooks: { pager: { url: 'https://pager.example/hook' }, chat: { url: 'https://chat.example/hook' } },
  maxAttempts: 4,
};

type Row = Notice & { claimedFence?: number };
const toRow = rowReader<Row>();

const createPostOffice = (settings = SETTINGS) => {
  const folder = mkdtempSync(join(tmpdir(), 'openclaw-deliver-'));
  const path = join(folder, 'openclaw.db');
  const clock = createVirtualClock();
  const fake = createFakeDelivery();
  const faults: unknown[] = [];
  const stores: Store[] = [];
  onTestFinished(() => {
    for (const store of stores) store.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const open = (): Store => {
    const store = openStore({ path, role: 'engine' });
    stores.push(store);
    return store;
  };
  const store = open();
  let added = 0;
  let fence = 0;

  /** An engine's part: the one before has no lease any more. */
  const begin = (changed = settings) => {
    fence = store.write(() =>
      store.lease.take(
        {
          holderId: `h${fence + 1}`,
          pid: 1,
          pidStart: '1',
          bootId: 'b',
          host: 'h',
          user: 'u',
          mode: 'headless',
          version: '0',
        },
        clock.now(),
      ),
    );
    const tenure = { holderId: `h${fence}`, fence };
    const mayWrite = () => store.lease.holds(tenure.holderId, tenure.fence);
    const write = createPatientWrite(store, clock, mayWrite, rethrow);
    const deliverer = createDeliverer({
      store,
      clock,
      delivery: fake.port,
      settings: changed,
      tenure: () => tenure,
      write,
      wake: () => deliverer.look(),
      failed: (error) => faults.push(error),
    });
    return deliverer;
  };
  let deliverer = begin();

  const office = {
    clock,
    fake,
    faults,
    store,
    open,
    get deliverer() {
      return deliverer;
    },
    add(title: string, to: Partial<NewNotice> = {}): void {
      added += 1;
      const notice = { key: `result:${added}`, kind: 'result', title, body: 'it failed', ...to } as const;
      const address = { channel: 'webhook', target: 'pager' };
      store.write(() => store.outbox.add({ ...address, ...notice }, clock.now()));
    },
    async look(): Promise<void> {
      deliverer.look();
      await clock.settle();
    },
    async answer(...given: Parameters<typeof fake.answer>): Promise<void> {
      fake.answer(...given);
      await clock.settle();
    },
    async later(ms: number): Promise<void> {
      await clock.advance(ms);
      await office.look();
    },
    /** Another engine takes over; the one before is gone, or only frozen. */
    async takeOver(changed = settings): Promise<void> {
      deliverer = begin(changed);
      await office.look();
    },
    rows: (): Row[] => store.db.prepare('SELECT * FROM outbox ORDER BY id').all().map(toRow),
    row: (title: string): Row => {
      const found = office.rows().find((row) => row.title === title);
      if (found === undefined) throw new Error(`no message “${title}”`);
      return found;
    },
    statuses: (): string[] => office.rows().map(({ status }) => status),
    alerts: () =>
      store.db.prepare('SELECT kind, key, severity, state, count, title, detail FROM alerts ORDER BY id').all() as {
        detail: string;
      }[],
  };
  return office;
};

describe('a message', () => {
  test('D-63 is claimed before it is sent, and marked sent by its answer', async () => {
    const office = createPostOffice();
    office.add('backup failed');
    await office.look();
    expect(office.fake.sent).toMatchObject([
      { notice: { key: 'result:1' }, road: { kind: 'webhook', url: 'https://pager.example/hook' } },
    ]);
    expect(office.row('backup failed')).toMatchObject({ status: 'pending', claimedFence: 1, attempts: 0 });
    expect(office.deliverer.busy()).toBe(1);
    await office.answer('backup failed');
    expect(office.row('backup failed')).toMatchObject({ status: 'sent', attempts: 1, sentAt: office.clock.now() });
    expect(office.row('backup failed').claimedFence).toBeUndefined();
    expect(office.deliverer.busy()).toBe(0);
  });

  test('that got through is not sent again', async () => {
    const office = createPostOffice();
    office.fake.answerAll(() => OK);
    office.add('one');
    await office.look();
    await office.later(3_600_000);
    expect(office.fake.titles()).toEqual(['one']);
  });

  test('that nobody took is tried again after 10 s, 1 min and 5 min, and then given up with an alert', async () => {
    const office = createPostOffice();
    office.fake.answerAll(() => DOWN);
    office.add('one');
    await office.look();
    for (const [waitMs, attempts] of [
      [10_000, 2],
      [60_000, 3],
      [300_000, 4],
    ] as const) {
      await office.later(waitMs - 1);
      expect(office.row('one')).toMatchObject({ status: 'pending', attempts: attempts - 1 });
      await office.later(1);
      expect(office.row('one').attempts).toBe(attempts);
    }
    expect(office.row('one')).toMatchObject({
      status: 'failed',
      lastError: 'the connection was refused (4 attempts, no more)',
    });
    expect(office.alerts()).toMatchObject([
      { kind: 'delivery-failed', key: 'delivery-failed:webhook:pager', severity: 'warn', state: 'open', count: 1 },
    ]);
    await office.later(86_400_000);
    expect(office.fake.titles()).toHaveLength(4);
  });

  test('that is refused for good fails at once', async () => {
    const office = createPostOffice();
    office.fake.answerAll(() => ({ kind: 'answered', status: 404, text: 'no such hook' }));
    office.add('one');
    await office.look();
    expect(office.row('one')).toMatchObject({ status: 'failed', attempts: 1, lastError: 'answered 404: no such hook' });
  });

  test('D-104 several failures to one target are one alert, and the next that gets through resolves it', async () => {
    const office = createPostOffice();
    office.fake.answerAll(() => ({ kind: 'answered', status: 400, text: '' }));
    office.add('one');
    office.add('two');
    office.add('three', { target: 'chat' });
    await office.look();
    expect(office.alerts()).toMatchObject([
      { key: 'delivery-failed:webhook:pager', count: 2, detail: '“two”: answered 400', state: 'open' },
      { key: 'delivery-failed:webhook:chat', count: 1, state: 'open' },
    ]);
    office.fake.answerAll(() => OK);
    office.add('four');
    await office.look();
    expect(office.alerts()).toMatchObject([{ state: 'resolved' }, { state: 'open' }]);
  });

  test('whose sending throws is reported as our fault, costs no attempt and is tried again', async () => {
    const office = createPostOffice();
    office.add('one');
    await office.look();
    await office.answer('one', new Error('boom'));
    expect(office.faults).toMatchObject([{ message: 'boom' }]);
    expect(office.row('one')).toMatchObject({ status: 'pending', attempts: 0 });
    await office.later(60_000);
    expect(office.fake.waiting()).toEqual(['one']);
  });
});

describe('the order', () => {
  test('to one target is that of creation, one at a time; other targets do not wait', async () => {
    const office = createPostOffice();
    office.add('a1');
    office.add('a2');
    office.add('b1', { target: 'chat' });
    office.add('a3');
    await office.look();
    expect(office.fake.waiting()).toEqual(['a1', 'b1']);
    await office.answer('a1');
    expect(office.fake.waiting()).toEqual(['b1', 'a2']);
    await office.answer('a2');
    await office.answer('a3');
    expect(office.statuses()).toEqual(['sent', 'sent', 'pending', 'sent']);
  });

  test('holds while the first one waits for another attempt, also for those that come later', async () => {
    const office = createPostOffice();
    office.add('one');
    office.add('two');
    await office.look();
    await office.answer('one', DOWN);
    office.add('three');
    await office.later(9_000);
    expect(office.fake.waiting()).toEqual([]);
    expect(office.row('three').attempts).toBe(0);
    office.fake.answerAll(() => OK);
    await office.later(1_000);
    expect(office.fake.titles()).toEqual(['one', 'one', 'two', 'three']);
  });

  test('a message that has failed three times steps aside for those behind it', async () => {
    const office = createPostOffice();
    office.fake.answerAll(({ notice }) =>
      notice.title === 'poison' ? { kind: 'answered', status: 500, text: '' } : OK,
    );
    office.add('poison');
    office.add('good');
    await office.look();
    await office.later(10_000);
    expect(office.statuses()).toEqual(['pending', 'pending']);
    await office.later(60_000);
    expect(office.row('poison').attempts).toBe(3);
    expect(office.statuses()).toEqual(['pending', 'sent']);
  });

  test('holds across a restart', async () => {
    const office = createPostOffice();
    office.add('one');
    await office.look();
    await office.answer('one', DOWN);
    office.add('two');
    await office.takeOver();
    expect(office.fake.titles()).toEqual(['one']);
    office.fake.answerAll(() => OK);
    await office.later(10_000);
    expect(office.fake.titles()).toEqual(['one', 'one', 'two']);
  });

  test('at most eight are under way, and the ninth follows the first answer', async () => {
    const webhooks = Object.fromEntries(
      Array.from({ length: 12 }, (_, n) => [`hook${n}`, { url: `https://h${n}.example/` }]),
    );
    const office = createPostOffice({ ...SETTINGS, webhooks });
    for (let n = 0; n < 12; n += 1) office.add(`m${n}`, { target: `hook${n}` });
    await office.look();
    expect(office.deliverer.busy()).toBe(IN_FLIGHT_MAX);
    await office.answer('m3');
    expect(office.fake.waiting()).toContain('m8');
    expect(office.deliverer.busy()).toBe(IN_FLIGHT_MAX);
  });

  test('a long line to one slow target keeps nobody else from being sent', async () => {
    const office = createPostOffice();
    for (let n = 0; n < 300; n += 1) office.add(`slow${n}`);
    office.add('other', { target: 'chat' });
    await office.look();
    expect(office.fake.waiting()).toEqual(['slow0', 'other']);
  });
});

describe('what cannot be sent today', () => {
  test('D-112 an unknown alias holds the message, says so and counts no attempt', async () => {
    const office = createPostOffice();
    office.add('one', { channel: 'telegram', target: '@ops' });
    await office.look();
    expect(office.row('one')).toMatchObject({ status: 'pending', attempts: 0 });
    expect(office.row('one').lastError).toMatch(/^held: there is no alias @ops/);
    expect(office.alerts()).toEqual([]);
  });

  test('D-112 it is sent at once when the alias is added, to where the alias points', async () => {
    const office = createPostOffice();
    office.add('one', { channel: 'telegram', target: '@ops' });
    office.add('two', { channel: 'telegram', target: '@ops' });
    await office.look();
    const alias = { name: 'ops', channel: 'webhook', target: 'chat' };
    office.store.write(() => office.store.aliases.set(alias, ANA, office.clock.now()));
    office.fake.answerAll(() => OK);
    await office.look();
    expect(office.fake.titles()).toEqual(['one', 'two']);
    expect(office.fake.sent[0]?.road).toMatchObject({ url: 'https://chat.example/hook' });
  });

  test('D-112 an alias and the target it names are one address', async () => {
    const office = createPostOffice();
    office.store.write(() =>
      office.store.aliases.set({ name: 'ops', channel: 'webhook', target: 'pager' }, ANA, office.clock.now()),
    );
    office.add('direct');
    office.add('by name', { channel: 'telegram', target: '@ops' });
    await office.look();
    expect(office.fake.waiting()).toEqual(['direct']);
  });

  test('D-112 an alias that moves while its message is under way does not send it twice', async () => {
    const office = createPostOffice();
    const point = (target: string) =>
      office.store.write(() =>
        office.store.aliases.set({ name: 'ops', channel: 'webhook', target }, ANA, office.clock.now()),
      );
    point('pager');
    office.add('one', { target: '@ops' });
    await office.look();
    point('chat');
    await office.look();
    expect(office.fake.titles()).toEqual(['one']);
    await office.answer('one');
    expect(office.statuses()).toEqual(['sent']);
  });

  test('a channel of the gateway is held, and nothing else waits for it', async () => {
    const office = createPostOffice();
    office.fake.answerAll(() => OK);
    for (let n = 0; n < 200; n += 1) office.add(`t${n}`, { channel: 'telegram', target: '42' });
    office.add('one');
    await office.look();
    expect(office.fake.titles()).toEqual(['one']);
    await office.look();
    expect(office.row('t199').lastError).toBe('held: channel telegram needs the gateway, and there is none');
    expect(office.statuses().filter((status) => status === 'pending')).toHaveLength(200);
  });

  test('is looked at again at the next start, with the settings of that day', async () => {
    const office = createPostOffice();
    office.add('one', { channel: 'ntfy', target: 'ops' });
    await office.look();
    expect(office.row('one').lastError).toBe('held: there is no ntfy server in delivery.ntfy');
    await office.takeOver({ ...SETTINGS, ntfy: { url: 'https://ntfy.example' } });
    expect(office.fake.waiting()).toEqual(['one']);
  });

  test('is looked at again after an hour anyway', async () => {
    const webhooks: Record<string, { url: string }> = {};
    const office = createPostOffice({ ...SETTINGS, webhooks });
    office.add('one');
    await office.look();
    webhooks.pager = { url: 'https://pager.example/' };
    await office.later(3_600_000 - 1);
    expect(office.fake.waiting()).toEqual([]);
    await office.later(1);
    expect(office.fake.waiting()).toEqual(['one']);
  });

  test('is let go in small transactions, however much it is', async () => {
    const office = createPostOffice();
    office.store.write(() => {
      for (let n = 0; n < 600; n += 1) office.add(`t${n}`, { target: '@ops' });
    });
    await office.look();
    office.store.write(() =>
      office.store.aliases.set({ name: 'ops', channel: 'signal', target: '42' }, ANA, office.clock.now()),
    );
    await office.look();
    expect(new Set(office.rows().map(({ lastError }) => lastError))).toEqual(
      new Set(['held: channel signal needs the gateway, and there is none']),
    );
  });
});

describe('crash, take-over and stop', () => {
  test('what an engine before had claimed is sent again: at least once', async () => {
    const office = createPostOffice();
    office.add('one');
    await office.look();
    await office.takeOver();
    expect(office.fake.titles()).toEqual(['one', 'one']);
    expect(office.fake.sent.map(({ notice }) => notice.key)).toEqual(['result:1', 'result:1']);
    expect(office.row('one')).toMatchObject({ claimedFence: 2, attempts: 0 });
  });

  test('an engine that was replaced records nothing', async () => {
    const office = createPostOffice();
    office.add('one');
    await office.look();
    await office.takeOver();
    await office.answer('one', { kind: 'answered', status: 400, text: 'from the frozen one' });
    expect(office.row('one')).toMatchObject({ status: 'pending', claimedFence: 2, attempts: 0 });
    await office.answer('one');
    expect(office.row('one')).toMatchObject({ status: 'sent', attempts: 1 });
  });

  test('a stop ends what is under way, records nothing and begins nothing', async () => {
    const office = createPostOffice();
    office.add('one');
    office.add('two');
    await office.look();
    office.deliverer.stop();
    await office.look();
    expect(office.deliverer.busy()).toBe(0);
    expect(office.row('one')).toMatchObject({ status: 'pending', attempts: 0 });
    expect(office.fake.titles()).toEqual(['one']);
  });

  test('a busy database delays the claim and the record, and loses neither', async () => {
    const office = createPostOffice();
    const other = office.open();
    office.add('one');
    other.db.exec('BEGIN IMMEDIATE');
    await office.look();
    await office.look();
    expect(office.deliverer.busy()).toBe(1);
    expect(office.fake.titles()).toEqual([]);
    other.db.exec('COMMIT');
    await office.clock.advance(300);
    expect(office.fake.waiting()).toEqual(['one']);
    other.db.exec('BEGIN IMMEDIATE');
    await office.answer('one');
    expect(office.row('one').status).toBe('pending');
    other.db.exec('COMMIT');
    await office.clock.advance(300);
    expect(office.row('one')).toMatchObject({ status: 'sent', attempts: 1 });
  });

  test('a message that somebody removed while it was under way stays removed', async () => {
    const office = createPostOffice();
    office.add('one');
    await office.look();
    office.store.db.exec('DELETE FROM outbox');
    await office.answer('one', { kind: 'answered', status: 400, text: '' });
    expect(office.rows()).toEqual([]);
    expect(office.alerts()).toEqual([]);
  });

  test('a look that finds nothing writes nothing', async () => {
    const office = createPostOffice();
    await office.look();
    const before = office.store.db.prepare('SELECT value FROM meta').get();
    await office.look();
    expect(office.store.db.prepare('SELECT value FROM meta').get()).toEqual(before);
  });
});
