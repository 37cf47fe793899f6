import { expect, test } from 'vitest';
import { ANA, BEN } from '../../support/builders.ts';
import { createWorld } from '../../support/world.ts';

async function asked() {
  const world = createWorld();
  await world.run(world.addJob({ approval_required: true, approval_scope: 'all' }));
  const seen = () => world.store.audit.list(50).filter(({ action }) => action === 'approval.seen');
  return { world, seen, fromAt: world.now() - 45_000 };
}

test('who looked at an approval and did not decide is in the audit, once for each person and revision', async () => {
  const { world, seen, fromAt } = await asked();
  world.commands.sawApproval(1, { actor: ANA, revision: 1, fromAt });
  world.commands.sawApproval(1, { actor: ANA, revision: 1, fromAt: fromAt + 1 });
  expect(seen()).toMatchObject([
    { actor: ANA, subjectId: '1', at: world.now(), detail: { from: fromAt, revision: 1 } },
  ]);
  world.commands.sawApproval(1, { actor: BEN, revision: 1, fromAt });
  world.commands.sawApproval(1, { actor: ANA, revision: 2, fromAt });
  expect(seen()).toHaveLength(3);
});

test('who decided has not only looked; who looked while somebody else decided has', async () => {
  const { world, seen, fromAt } = await asked();
  await world.act(world.commands.reject(1, { actor: ANA }));
  world.commands.sawApproval(1, { actor: ANA, revision: 1, fromAt });
  world.commands.sawApproval(99, { actor: ANA, revision: 1, fromAt });
  expect(seen()).toEqual([]);
  world.commands.sawApproval(1, { actor: BEN, revision: 1, fromAt });
  expect(seen()).toHaveLength(1);
});

test('that somebody looked waits for nobody: while another process writes it is not kept', async () => {
  const { world, seen, fromAt } = await asked();
  const other = world.open('command');
  other.db.exec('BEGIN IMMEDIATE');
  world.commands.sawApproval(1, { actor: ANA, revision: 1, fromAt });
  other.db.exec('ROLLBACK');
  expect(seen()).toEqual([]);
  world.commands.sawApproval(1, { actor: ANA, revision: 1, fromAt });
  expect(seen()).toHaveLength(1);
  expect(world.store.db.pragma('busy_timeout', { simple: true })).toBeGreaterThan(0);
});
