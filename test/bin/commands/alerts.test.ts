import { afterAll, beforeAll, expect, test } from 'vitest';
import { openStore, type Store } from '../../../src/store/store.ts';
import { createProgram, type Program } from '../support/program.ts';

let program: Program;
let store: Store;
beforeAll(async () => {
  program = createProgram();
  await program.run('jobs', 'list');
  store = openStore({ path: `${program.home}/openclaw-tui.db`, role: 'command' });
});
afterAll(async () => {
  store.close();
  await program.remove();
});

test('D-104 the list tells state, first, last and count; snoozed and acknowledged ones are not open', async () => {
  const alert = { kind: 'disk', severity: 'warn', detail: '' } as const;
  for (const key of ['one', 'two', 'three']) store.alerts.raise({ ...alert, key, title: key }, Date.UTC(2026, 0, 2));
  store.alerts.raise({ ...alert, key: 'one', title: 'one' }, Date.UTC(2026, 0, 3));
  await program.run('alerts', 'snooze', '2', '--until', '2h');
  await program.run('alerts', 'ack', '3');
  const list = (await program.run('alerts', 'list')).out;
  expect(list.split('\n')[0]?.trim()).toMatch(/^id +severity +state +first +last +times +alert$/);
  expect(list).toMatch(/^ *1 +warn +open +\S.*\S +×2 +one$/m);
  expect(list).toMatch(/^ *2 +warn +snoozed until \d{4}-\d\d-\d\d \d\d:\d\d:\d\d +.* ×1 +two$/m);
  expect(list).toMatch(/^ *3 +warn +acknowledged by \S+ +.* ×1 +three$/m);
  expect((await program.json('alerts', 'list')).data).toMatchObject([
    { id: 1, count: 2, first_at: '2026-01-02T00:00:00.000Z', last_at: '2026-01-03T00:00:00.000Z' },
    { state: expect.any(String) },
    { state: expect.any(String) },
  ]);
  expect((await program.json('status')).data).toMatchObject({ alerts: 1 });
  expect((await program.run('alerts', 'reopen', '2', '3')).out).toBe(
    'open again: two (alert 2)\nopen again: three (alert 3)\n',
  );
  expect((await program.json('status')).data).toMatchObject({ alerts: 3 });
  expect(await program.json('alerts', 'reopen', '1')).toMatchObject({ code: 4, error: { code: 'alert-state' } });
});
