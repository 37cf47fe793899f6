import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { createSnapshots } from '../../../src/store/snapshot.ts';
import { ANA, BEN } from '../../support/builders.ts';
import { createWorld } from '../../support/world.ts';

const ASKING = { approval_required: true, approval_scope: 'all', approval_timeout_s: 60 };

test('D-87 where it is forbidden, who started it does not approve it; others do, and it can still be rejected', async () => {
  const world = createWorld({ selfApproval: 'forbidden' });
  const job = world.addJob(ASKING);
  await world.act(world.commands.runNow(job.id, ANA));
  expect(world.commands.approve(1, { actor: ANA })).toMatchObject({
    kind: 'refused',
    code: 'approval-self',
    message: 'not approved: not by ana, who started it',
  });
  expect(world.approvals()).toMatchObject([{ status: 'pending', revision: 1 }]);
  expect(world.commands.approve(1, { actor: BEN })).toMatchObject({ kind: 'done' });
  await world.act(world.commands.runNow(job.id, ANA));
  expect(world.commands.reject(2, { actor: ANA })).toMatchObject({ kind: 'done' });
});

test('D-87 who started the head of a chain started all of it; a schedule is nobody', async () => {
  const world = createWorld({ selfApproval: 'forbidden' });
  const parent = world.addJob({ name: 'plan' });
  const child = world.addJob({ ...ASKING, name: 'prune', parent_id: parent.id });
  await world.act(world.commands.runNow(parent.id, ANA));
  await world.finish(world.runs(parent).at(-1));
  expect(world.commands.approve(1, { actor: ANA })).toMatchObject({ code: 'approval-self' });
  expect(createSnapshots(world.store.db).detail({ kind: 'approval', approvalId: 1 })).toMatchObject({
    startedBy: 'ana',
  });
  expect(world.commands.approve(1, { actor: BEN })).toMatchObject({ kind: 'done' });
  await world.run(child);
  expect(world.approvals()[1]).toMatchObject({ status: 'pending' });
});

test('D-80 the audit has how long a sheet was looked at, and a hash of what it showed', async () => {
  const world = createWorld();
  await world.run(world.addJob(ASKING));
  const shown = { text: '◇ Approve backup?\n RUNS    backup.sh', forMs: 4_200.4 };
  world.commands.approve(1, { actor: BEN, shown });
  expect(world.store.audit.list(1)[0]?.detail).toMatchObject({
    shownMs: 4_200,
    shownHash: createHash('sha256').update(shown.text).digest('hex'),
  });
});
