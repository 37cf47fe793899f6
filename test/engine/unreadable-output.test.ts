import { mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createWorld } from '../support/world.ts';

test('D-26 D-69 output that cannot be read settles its run and is told, whatever its children wait for', async () => {
  const world = createWorld();
  const parent = world.addJob({ name: 'parent' });
  const child = world.addJob({
    name: 'child',
    parent_id: parent.id,
    trigger_on: 'failure',
    trigger_condition: 'contains:x',
  });
  const run = await world.run(parent);
  const out = join(world.directory, 'runs', String(run?.id), 'out');
  rmSync(out, { force: true });
  mkdirSync(out, { recursive: true });
  world.fake.vanish(run?.id ?? 0);
  await world.until(() => world.runs(parent)[0]?.finishedAt);
  expect(world.statuses(parent)).toEqual(['error']);
  const because = `could not be looked at: the output cannot be read (EISDIR)`;
  expect(world.store.decisions.list(child.id, 5)).toMatchObject([
    { verdict: 'drop', reason: 'condition-failed', detail: expect.stringContaining(because) },
  ]);
  expect(world.alerts()).toMatchObject([{ kind: 'dispatch-dropped', key: `dropped:${child.id}` }]);
});

test.each([
  ['whose index cannot be written (a full disk)', 'crashed', (folder: string) => mkdirSync(join(folder, 'index'))],
  [
    'whose output the job made a link to itself',
    'error',
    (folder: string) => {
      rmSync(join(folder, 'out'));
      symlinkSync('out', join(folder, 'out'));
    },
  ],
])('R-8 R-9 a run %s ends no engine, and has its end', async (_what, status, harm) => {
  const world = createWorld();
  const run = await world.run(world.addJob());
  const folder = join(world.directory, 'runs', String(run?.id));
  world.fake.print(run?.id ?? 0, { out: 'one\n' });
  harm(folder);
  await world.advance(1_000);
  world.fake.vanish(run?.id ?? 0);
  await world.advance(1_000);
  expect(world.statuses()).toEqual([status]);
});
