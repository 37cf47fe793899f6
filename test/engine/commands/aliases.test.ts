import { expect, test } from 'vitest';
import { DELIVERY_DEFAULTS } from '../../../src/engine/rules/delivery.ts';
import { ANA } from '../../support/builders.ts';
import { OK } from '../../support/fake-delivery.ts';
import { answerOf, createWorld } from '../../support/world.ts';

const delivery = { ...DELIVERY_DEFAULTS, webhooks: { pager: { url: 'https://pager.example/' } } };
const OPS = { name: 'ops', channel: 'webhook', target: 'pager' };

test('D-112 a message for a name that nobody has is held, and sent as soon as somebody adds it', async () => {
  const world = createWorld({ delivery });
  world.post.answerAll(() => OK);
  await world.finish(await world.run(world.addJob({ delivery_to: '@ops' })), { code: 1 });
  expect(world.post.titles()).toEqual([]);
  expect(world.alerts()).toMatchObject([{ kind: 'delivery-failed', state: 'open' }]);
  await world.act(world.commands.setAlias({ ...OPS, name: '@ops' }, ANA));
  expect(world.post.titles()).toEqual(['backup failed']);
  expect(world.alerts()).toMatchObject([{ kind: 'delivery-failed', state: 'resolved' }]);
});

test('D-112 pointing an alias elsewhere says where it was, and is on record without what may be secret', () => {
  const world = createWorld();
  expect(answerOf(world.commands.setAlias(OPS, ANA)).before).toBe('none');
  const target = 'https://hooks.example/T0/s3cret';
  expect(answerOf(world.commands.setAlias({ ...OPS, target }, ANA))).toMatchObject({ before: OPS, alias: { target } });
  const [entry] = world.store.audit.list(1);
  expect(entry).toMatchObject({ action: 'alias.set', subjectKind: 'alias', subjectName: '@ops', actor: ANA });
  expect(entry?.detail).toEqual({ channel: 'webhook', target: 'https://hooks.example/…' });
});

test.each([
  [{ ...OPS, name: 'o ps' }, 'name'],
  [{ ...OPS, name: '@' }, 'name'],
  [{ ...OPS, channel: '' }, 'channel'],
  [{ ...OPS, target: 'a\nb' }, 'target'],
  [{ ...OPS, target: '@other' }, 'target'],
])('D-112 %j is refused by its field', (alias, field) => {
  const world = createWorld();
  expect(world.commands.setAlias(alias, ANA)).toMatchObject({ kind: 'refused', code: `bad-${field}`, field });
  expect(world.store.aliases.list(10)).toEqual([]);
});

test('D-112 one that jobs use is removed only on demand, and then holds their messages', async () => {
  const world = createWorld({ delivery });
  answerOf(world.commands.setAlias(OPS, ANA));
  const job = world.addJob({ delivery_to: '@ops' });
  world.addJob({ name: 'watch', job_type: 'watchdog', watchdog_check_cmd: 'x', watchdog_alert_target: '@ops' });
  world.addJob({ name: 'other', delivery_to: '@ops2' });
  expect(world.commands.removeAlias('ops', { actor: ANA, used: 'refuse' })).toMatchObject({
    kind: 'refused',
    code: 'alias-used',
    message: 'not removed: 2 jobs tell somebody by @ops: backup, watch',
  });
  const removed = answerOf(world.commands.removeAlias('@ops', { actor: ANA, used: 'remove' }));
  expect(removed).toMatchObject({ alias: OPS, usedBy: ['backup', 'watch'] });
  await world.finish(await world.run(job), { code: 1 });
  expect(world.messages()).toMatchObject([{ lastError: expect.stringContaining('there is no alias @ops') }]);
});

test('removing one that nobody uses, and one that is not there', () => {
  const world = createWorld();
  answerOf(world.commands.setAlias(OPS, ANA));
  expect(world.commands.removeAlias('ops', { actor: ANA, used: 'refuse' })).toMatchObject({ kind: 'done' });
  expect(world.commands.removeAlias('ops', { actor: ANA, used: 'refuse' })).toMatchObject({
    kind: 'not-found',
    message: 'no alias @ops',
  });
});
