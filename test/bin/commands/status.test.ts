import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { placeOf } from '../../../src/engine/lease.ts';
import { readHost } from '../../../src/engine/ports/host.ts';
import { openStore } from '../../../src/store/store.ts';
import { createProgram, type Program } from '../support/program.ts';

let program: Program;
beforeEach(() => {
  program = createProgram();
});
afterEach(() => program.remove());

test('status says where database, backups and log are, and how old the newest backup is', async () => {
  expect((await program.run('status')).out).toMatch(/^backups +none$/m);
  await program.run('backup', 'create');
  const { out } = await program.run('status');
  expect(out).toMatch(/^backups +1, the newest (now|\d+s ago)$/m);
  expect(out).toContain(join(program.home, 'logs', 'openclaw-tui.log'));
  expect(await program.json('status')).toMatchObject({
    data: { backups: { count: 1, newest_at: expect.stringMatching(/Z$/) }, database: { bytes: expect.any(Number) } },
  });
});

test('R-5 status says that an engine gives no sign of life, and which version it is', async () => {
  await program.run('status');
  const host = readHost();
  const { pid, pidStart, bootId } = host;
  const db = new Database(join(program.home, 'openclaw-tui.db'));
  db.exec(`UPDATE lease SET holder_id = 'h', pid = ${pid}, pid_start = '${pidStart}', boot_id = '${bootId}',
    host = '${placeOf(host)}', user = 'ana', mode = 'headless', version = '0.0.9', acquired_at = 1,
    heartbeat_at = ${Date.now() - 60_000}`);
  db.close();
  expect((await program.run('status')).out).toMatch(
    /^engine .* version 0\.0\.9, no sign of life for 1m.*: see doctor$/m,
  );
});

test('one alert is one alert, and none are none', async () => {
  await program.run('status');
  const store = openStore({ path: join(program.home, 'openclaw-tui.db'), role: 'command' });
  store.alerts.raise({ kind: 'disk', key: 'disk:x', severity: 'warn', title: 'the disk fills up', detail: '' }, 1);
  store.close();
  expect((await program.run('status')).out).toMatch(/^for you +0 approvals, 1 alert$/m);
});
