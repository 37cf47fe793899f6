import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openStore, type Store } from '../../../src/store/store.ts';
import { createProgram, type Program } from '../support/program.ts';

let program: Program;
let store: Store;
beforeAll(async () => {
  program = createProgram();
  const delivery = { webhooks: { pager: 'https://pager.example/hook' } };
  writeFileSync(`${program.home}/config.json`, JSON.stringify({ delivery }));
  await program.run(
    'jobs',
    'add',
    '{"name":"backup","session_target":"shell","payload_message":"false","delivery_to":"@ops"}',
  );
  store = openStore({ path: `${program.home}/openclaw-tui.db`, role: 'command' });
});
afterAll(async () => {
  store.close();
  await program.remove();
});

test('D-112 an alias is added, listed with who uses it, and removed only on demand', async () => {
  expect((await program.run('alias', 'list')).out).toMatch(/^No aliases\./);
  expect(await program.run('alias', 'add', '@ops', 'webhook', 'pager')).toMatchObject({
    code: 0,
    out: '@ops is webhook pager\n',
    err: '',
  });
  const held = await program.run('alias', 'add', 'ops', 'telegram', '42');
  expect(held).toMatchObject({ code: 0, out: '@ops is telegram 42, before webhook pager\n' });
  expect(held.err).toMatch(/held for now: channel telegram needs the gateway/);
  expect((await program.json('alias', 'list')).data).toMatchObject([
    { name: 'ops', channel: 'telegram', target: '42', jobs: ['backup'], created_by: { kind: 'person' } },
  ]);
  expect((await program.run('alias', 'list')).out).toMatch(/^@ops +telegram +42 +1 /m);
  expect(await program.json('alias', 'remove', 'ops')).toMatchObject({ code: 1, error: { code: 'alias-used' } });
  expect(await program.run('alias', 'remove', 'ops', '--force')).toMatchObject({
    code: 0,
    out: 'removed @ops, which was telegram 42\n',
  });
  expect(await program.json('alias', 'remove', 'ops')).toMatchObject({ code: 3, error: { code: 'alias-not-found' } });
  expect(await program.json('alias', 'add', 'o ps', 'webhook', 'pager')).toMatchObject({
    code: 1,
    error: { code: 'bad-name', field: 'name' },
  });
});

test('D-112 what is held is listed with its reason, can be sent again and discarded', async () => {
  expect((await program.run('msg', 'outbox')).out).toBe('No messages wait. --all shows those that were sent.\n');
  await program.run('jobs', 'run', 'backup');
  await program.run('--no-ui', '--once');
  const listed = await program.json<{ id: number }[]>('msg', 'outbox', '--state', 'held', '--job', 'backup');
  expect(listed.data).toMatchObject([
    {
      id: 1,
      state: 'held',
      target: '@ops',
      attempts: 0,
      job_name: 'backup',
      last_error: expect.stringContaining('no alias'),
    },
  ]);
  expect((await program.json('msg', 'outbox', '--to', '@other')).data).toEqual([]);
  expect((await program.run('msg', 'outbox')).out).toMatch(
    /^ *1 +held +@ops +backup failed +\S.* there is no alias @ops/m,
  );
  const again = await program.run('msg', 'resend', '1');
  expect(again).toMatchObject({ code: 0, out: 'sends again backup failed (message 1)\n' });
  expect(again.err).toMatch(/waits for an engine/);
  expect((await program.run('msg', 'resend', '--all')).out).toBe('sends again backup failed (message 1)\n');
  expect(await program.run('msg', 'discard', '1')).toMatchObject({
    code: 0,
    out: 'discarded backup failed (message 1)\n',
  });
  expect(await program.json('msg', 'discard', '1')).toMatchObject({ code: 4, error: { code: 'message-state' } });
  expect(await program.json('msg', 'resend', '99')).toMatchObject({ code: 3, error: { code: 'message-not-found' } });
  expect(await program.json('msg', 'resend')).toMatchObject({ code: 2, error: { code: 'messages-wanted' } });
});
