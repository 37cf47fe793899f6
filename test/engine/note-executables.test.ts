import { expect, test } from 'vitest';
import { createWorld } from '../support/world.ts';

const ASKS = { approval_required: true, approval_scope: 'all', payload_message: '/opt/prune.sh --all' } as const;

async function asked(answer: { path: string; sha256: string } | undefined) {
  const looked: (readonly string[])[] = [];
  const executables = {
    digest: async (paths: readonly string[]) => {
      looked.push(paths);
      return answer;
    },
  };
  const world = createWorld({ executables });
  await world.run(world.addJob(ASKS));
  await world.advance(1_000);
  return { world, looked };
}

const FILE = { path: '/opt/prune.sh', sha256: '1c9e44' };

test('D-85 a question keeps what the file was that a yes would execute; D-86 its digest and revision stay', async () => {
  const plain = await asked(undefined);
  const { world, looked } = await asked(FILE);
  expect(looked).toEqual([['/opt/prune.sh']]);
  const [approval] = world.approvals();
  expect(approval?.subject).toEqual({ ...plain.world.approvals()[0]?.subject, file: FILE });
  expect(approval).toMatchObject({ revision: 1, status: 'pending', digest: plain.world.approvals()[0]?.digest });
});

test('D-86 the file is no part of what is compared: after a yes it runs', async () => {
  const { world } = await asked(FILE);
  await world.act(world.commands.approve(1, { actor: { kind: 'person', name: 'ana', via: 'console' } }));
  expect(world.statuses()).toEqual(['approved', 'running']);
});

test('a file that nobody can read leaves the question as it is', async () => {
  const { world } = await asked(undefined);
  expect(world.approvals()[0]?.subject).not.toHaveProperty('file');
});
