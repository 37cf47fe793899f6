import { afterAll, beforeAll, expect, test } from 'vitest';
import { openStore, type Store } from '../../../src/store/store.ts';
import { createProgram, type Program } from '../support/program.ts';

let program: Program;
let store: Store;
beforeAll(async () => {
  program = createProgram();
  await program.run('jobs', 'add', '--name', 'backup', '--shell', 'true');
  store = openStore({ path: `${program.home}/openclaw-tui.db`, role: 'command' });
});
afterAll(async () => {
  store.close();
  await program.remove();
});

test('what waits is listed and can be taken out of the queue', async () => {
  expect((await program.run('queue', 'list')).out).toMatch(/^Nothing waits\./);
  await program.run('jobs', 'run', 'backup');
  const list = await program.json<{ id: number; job_name: string }[]>('queue', 'list', '--job', 'backup');
  expect(list.data).toMatchObject([{ job_name: 'backup', cause: 'manual', status: 'pending' }]);
  const id = String(list.data[0]?.id);
  expect((await program.run('queue', 'list')).out).toMatch(/^ *\d+ +backup +manual +\S.* 1\/1 +\d+\w+ +its turn$/m);
  expect(await program.run('queue', 'cancel', id)).toMatchObject({
    code: 0,
    out: `cancelled dispatch ${id} of backup (manual)\n`,
  });
  expect(await program.json('queue', 'cancel', id)).toMatchObject({ code: 4, error: { code: 'dispatch-over' } });
  expect(await program.json('queue', 'cancel', '99')).toMatchObject({ code: 3 });
  expect(await program.json('queue', 'cancel', 'x')).toMatchObject({ code: 2 });
});

test('keys are counted, checked, released and pruned', async () => {
  store.ledger.claim('slot:j1:0', { runId: 1, expiresAt: 2_000 }, 1_000);
  store.ledger.claim('slot:j1:1', { runId: 2, expiresAt: Date.UTC(2100, 0) }, 1_000);
  const status = await program.run('idem', 'status');
  expect(status.out.split('\n')[0]).toBe('1 held, 0 released, 1 over');
  expect(await program.json('idem', 'check', 'slot:j1:1')).toMatchObject({ data: { state: 'claimed', over: false } });
  expect((await program.run('idem', 'check', 'slot:j1:0')).out).toMatch(/^state +claimed, but its time is over$/m);
  expect(await program.run('idem', 'release', 'slot:j1:1')).toMatchObject({ code: 0 });
  expect(await program.json('idem', 'release', 'slot:j1:1')).toMatchObject({ code: 4 });
  expect(await program.json('idem', 'check', 'nothing')).toMatchObject({ code: 3, error: { code: 'key-not-found' } });
  expect((await program.run('idem', 'prune')).out).toBe('forgot 1 key whose time was over\n');
});

test('alerts are snoozed until a time and resolved', async () => {
  const alert = { kind: 'disk', key: 'disk', severity: 'warn', title: 'the disk fills up', detail: '' } as const;
  const { id } = store.alerts.raise(alert, 1_000);
  const snoozed = await program.run('alerts', 'snooze', String(id), '--until', '2h');
  expect(snoozed.out).toMatch(/^snoozed until \d{4}-\d\d-\d\d \d\d:\d\d:\d\d: the disk fills up \(alert 1\)\n$/);
  expect((await program.run('alerts', 'list')).out).toContain('snoozed');
  expect((await program.run('alerts', 'resolve', String(id))).out).toBe(`resolved the disk fills up (alert ${id})\n`);
  expect(await program.json('alerts', 'snooze', String(id))).toMatchObject({ code: 4 });
  expect(await program.json('alerts', 'resolve', '99')).toMatchObject({ code: 3 });
});
