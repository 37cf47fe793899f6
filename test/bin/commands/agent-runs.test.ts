import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dispatchValues, insert, runValues } from '../../support/screen-data.ts';
import { createProgram, type Program } from '../support/program.ts';

let program: Program;
beforeAll(async () => {
  program = createProgram();
  const added = await program.json<{ job: { id: string } }>(
    'jobs',
    'add',
    '--name',
    'digest',
    '--agent',
    'read the news',
  );
  const db = new Database(join(program.home, 'openclaw-tui.db'));
  const { id } = added.data.job;
  const busy = { status: 'running', agent_id: 'researcher', started_at: Date.now() - 65_000 };
  insert(db, 'runs', runValues(id, insert(db, 'dispatches', dispatchValues(id, { status: 'claimed' })), busy));
  const over = { status: 'ok', finished_at: Date.now(), agent_id: 'main', tokens_in: 1_200, tokens_out: 34 };
  insert(db, 'runs', runValues(id, insert(db, 'dispatches', dispatchValues(id, { status: 'done' })), over));
  db.close();
});
afterAll(() => program.remove());

test('D-51 status names the agents that are busy, with what and for how long', async () => {
  expect((await program.run('status')).out).toMatch(/^agents +researcher with run 1 for 1m\d+s busy$/m);
  expect(await program.json('status')).toMatchObject({ data: { agents: [{ agent_id: 'researcher', run_id: 1 }] } });
});

test('D-58 a run shows the tokens that its agent used', async () => {
  expect((await program.run('runs', 'show', '2')).out).toMatch(/^tokens +1200 in, 34 out$/m);
  expect((await program.run('runs', 'show', '1')).out).not.toMatch(/^tokens/m);
});
