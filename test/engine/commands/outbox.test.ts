import { expect, test } from 'vitest';
import { createCommands } from '../../../src/engine/commands.ts';
import { randomIds } from '../../../src/engine/ports/ids.ts';
import { DELIVERY_DEFAULTS } from '../../../src/engine/rules/delivery.ts';
import { outboxReads } from '../../../src/store/lookups/outbox-reads.ts';
import { ANA } from '../../support/builders.ts';
import { DOWN, OK } from '../../support/fake-delivery.ts';
import { answerOf, createWorld, type World } from '../../support/world.ts';

const delivery = { ...DELIVERY_DEFAULTS, webhooks: { pager: { url: 'https://pager.example/' } }, maxAttempts: 2 };
const TOLD = { delivery_channel: 'webhook', delivery_to: 'pager' };

const lines = (world: World, ...states: ('waiting' | 'held' | 'failed' | 'sent')[]) =>
  outboxReads(world.store.db).list({ states, limit: 10 });
const failOnce = async (world: World, fields = {}) =>
  world.finish(await world.run(world.addJob({ ...TOLD, ...fields })), { code: 1 });

test('D-104 a message that was given up names job, target and error in its alert, and can be sent again', async () => {
  const world = createWorld({ delivery });
  world.post.answerAll(() => DOWN);
  await failOnce(world);
  await world.advance(10_000);
  expect(lines(world, 'failed')).toMatchObject([{ id: 1, attempts: 2, jobName: 'backup' }]);
  expect(world.alerts()).toMatchObject([
    {
      kind: 'delivery-failed',
      title: 'a message to pager was given up',
      detail: 'job backup: “backup failed”: the connection was refused (2 attempts, no more)',
    },
  ]);
  await world.act(world.commands.sendAgain(1, ANA));
  expect(lines(world, 'waiting')).toMatchObject([{ attempts: 1, nextAttemptAt: world.now() + 10_000 }]);
  world.post.answerAll(() => OK);
  await world.advance(10_000);
  expect(lines(world, 'sent')).toMatchObject([{ id: 1 }]);
  expect(world.alerts()).toMatchObject([{ state: 'resolved' }]);
  expect(new Set(world.post.sent.map(({ notice }) => notice.key))).toEqual(new Set(['result:1']));
});

test('sent again is sent at once, though its address rests, and before those that wait there', async () => {
  const world = createWorld({ delivery: { ...delivery, maxAttempts: 10 } });
  world.post.answerAll(() => ({ kind: 'answered', status: 503, retryAfter: '3600', text: '' }));
  await failOnce(world);
  await failOnce(world, { name: 'other' });
  expect(world.post.titles()).toEqual(['backup failed']);
  world.post.answerAll(() => OK);
  await world.act(world.commands.sendAgain(2, ANA));
  expect(world.post.titles()).toEqual(['backup failed', 'other failed']);
  expect(world.store.audit.list(1)).toMatchObject([
    { action: 'message.again', subjectKind: 'message', subjectId: '2', subjectName: 'other failed' },
  ]);
});

test('what is held and asked for again stays known as held, and counts once', async () => {
  const world = createWorld({ delivery });
  await failOnce(world, { delivery_to: '@ops' });
  await world.act(world.commands.sendAgain(1, ANA));
  expect(lines(world, 'held')).toMatchObject([{ lastError: expect.stringMatching(/^there is no alias @ops/) }]);
  expect(world.alerts()).toMatchObject([{ kind: 'delivery-failed', count: 1, state: 'open' }]);
});

test('one that is discarded is sent no more, and the alert of what held it is over', async () => {
  const world = createWorld({ delivery });
  await failOnce(world, { delivery_to: '@ops' });
  await world.act(world.commands.discardMessage(1, ANA));
  expect(lines(world, 'failed')).toMatchObject([{ lastError: 'discarded by ana' }]);
  expect(world.alerts()).toMatchObject([{ state: 'resolved' }]);
  await world.act(world.commands.setAlias({ name: 'ops', channel: 'webhook', target: 'pager' }, ANA));
  expect(world.post.titles()).toEqual([]);
  expect(world.commands.discardMessage(1, ANA)).toMatchObject({
    kind: 'conflict',
    message: 'not discarded: message 1 was given up already',
  });
  await world.act(world.commands.sendAgain(1, ANA));
  expect(world.post.titles()).toEqual(['backup failed']);
});

test('what is under way or was sent is left alone; the claim of an engine that died is not', async () => {
  const world = createWorld({ delivery });
  await failOnce(world);
  expect(world.commands.sendAgain(1, ANA)).toMatchObject({ message: expect.stringContaining('is being sent') });
  expect(world.commands.discardMessage(1, ANA)).toMatchObject({ kind: 'conflict' });
  world.post.answer('backup failed', OK);
  await world.settle();
  expect(world.commands.sendAgain(1, ANA)).toMatchObject({ message: 'not sent again: message 1 was sent' });
  expect(world.commands.sendAgain(9, ANA)).toMatchObject({ kind: 'not-found' });
  await failOnce(world, { name: 'other' });
  world.crash();
  const commands = createCommands(world.open('command'), { clock: world.clock, ids: randomIds });
  expect(commands.discardMessage(2, ANA)).toMatchObject({ kind: 'conflict' });
  await world.advance(8_000);
  expect(answerOf(commands.discardMessage(2, ANA)).message).toMatchObject({ status: 'failed' });
});
