import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { createDeliverer } from '../../src/engine/deliver.ts';
import { createPatientWrite } from '../../src/engine/patient-write.ts';
import { DELIVERY_DEFAULTS, type DeliverySettings } from '../../src/engine/rules/delivery.ts';
import type { NewNotice, Notice } from '../../src/store/nouns/notice.ts';
import { rowReader } from '../../src/store/rows.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { createFakeDelivery } from './fake-delivery.ts';
import { createVirtualClock } from './virtual-clock.ts';

export const SETTINGS: DeliverySettings = {
  ...DELIVERY_DEFAULTS,
  webhooks: { pager: { url: 'https://pager.example/hook' }, chat: { url: 'https://chat.example/hook' } },
  maxAttempts: 4,
};

export type PostOffice = ReturnType<typeof createPostOffice>;

/** A deliverer between a real outbox and an other side in the test's hand, with the engines before and after it. */
export const createPostOffice = (settings = SETTINGS) => {
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

type Row = Notice & { claimedFence?: number };
const toRow = rowReader<Row>();

const rethrow = (error: unknown): never => {
  throw error;
};
