import { expect, test } from 'vitest';
import { type CommandPorts, createCommands } from '../../../src/engine/commands.ts';
import { randomIds } from '../../../src/engine/ports/ids.ts';
import { ANA, BEN } from '../../support/builders.ts';
import { createWorld } from '../../support/world.ts';

const MINUTE = 60_000;

test('D-83 whoever was second is told when on the clocks that are theirs', async () => {
  const world = createWorld({ startAt: Date.UTC(2026, 10, 23, 23, 59) });
  await world.run(world.addJob({ approval_required: true, approval_scope: 'all' }));
  world.commands.reject(1, { actor: ANA, note: 'no' });
  const told = (clocks: NonNullable<CommandPorts['clocks']>) =>
    createCommands(world.open('console'), { clock: world.clock, ids: randomIds, clocks }).approve(1, { actor: BEN });
  await world.advance(MINUTE);
  expect(told({ zone: 'Europe/Berlin' })).toMatchObject({
    message: 'not approved: ana rejected it at 00:59:00 (“no”)',
  });
  expect(told({ zone: 'UTC', dates: 'near' })).toMatchObject({
    message: 'not approved: ana rejected it at Mon 23:59:00 (“no”)',
  });
});
