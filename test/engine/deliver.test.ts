import { describe, expect, test } from 'vitest';
import { DOWN, OK } from '../support/fake-delivery.ts';
import { createPostOffice } from '../support/post-office.ts';

describe('a message', () => {
  test('D-63 is claimed before it is sent, and marked sent by its answer', async () => {
    const office = createPostOffice();
    office.add('backup failed');
    await office.look();
    expect(office.fake.sent).toMatchObject([
      { notice: { key: 'result:1' }, road: { kind: 'webhook', url: 'https://pager.example/hook' } },
    ]);
    expect(office.row('backup failed')).toMatchObject({ status: 'pending', claimedFence: 1, attempts: 0 });
    expect(office.deliverer.busy()).toBe(1);
    await office.answer('backup failed');
    expect(office.row('backup failed')).toMatchObject({ status: 'sent', attempts: 1, sentAt: office.clock.now() });
    expect(office.row('backup failed').claimedFence).toBeUndefined();
    expect(office.deliverer.busy()).toBe(0);
  });

  test('that got through is not sent again', async () => {
    const office = createPostOffice();
    office.fake.answerAll(() => OK);
    office.add('one');
    await office.look();
    await office.later(3_600_000);
    expect(office.fake.titles()).toEqual(['one']);
  });

  test('that nobody took is tried again after 10 s, 1 min and 5 min, and then given up with an alert', async () => {
    const office = createPostOffice();
    office.fake.answerAll(() => DOWN);
    office.add('one');
    await office.look();
    for (const [waitMs, attempts] of [
      [10_000, 2],
      [60_000, 3],
      [300_000, 4],
    ] as const) {
      await office.later(waitMs - 1);
      expect(office.row('one')).toMatchObject({ status: 'pending', attempts: attempts - 1 });
      await office.later(1);
      expect(office.row('one').attempts).toBe(attempts);
    }
    expect(office.row('one')).toMatchObject({
      status: 'failed',
      lastError: 'the connection was refused (4 attempts, no more)',
    });
    expect(office.alerts()).toMatchObject([
      { kind: 'delivery-failed', key: 'delivery-failed:webhook:pager', severity: 'warn', state: 'open', count: 1 },
    ]);
    await office.later(86_400_000);
    expect(office.fake.titles()).toHaveLength(4);
  });

  test('that is refused for good fails at once', async () => {
    const office = createPostOffice();
    office.fake.answerAll(() => ({ kind: 'answered', status: 404, text: 'no such hook' }));
    office.add('one');
    await office.look();
    expect(office.row('one')).toMatchObject({ status: 'failed', attempts: 1, lastError: 'answered 404: no such hook' });
  });

  test('D-104 several failures to one target are one alert, and the next that gets through resolves it', async () => {
    const office = createPostOffice();
    office.fake.answerAll(() => ({ kind: 'answered', status: 400, text: '' }));
    office.add('one');
    office.add('two');
    office.add('three', { target: 'chat' });
    await office.look();
    expect(office.alerts()).toMatchObject([
      { key: 'delivery-failed:webhook:pager', count: 2, detail: '“two”: answered 400', state: 'open' },
      { key: 'delivery-failed:webhook:chat', count: 1, state: 'open' },
    ]);
    office.fake.answerAll(() => OK);
    office.add('four');
    await office.look();
    expect(office.alerts()).toMatchObject([{ state: 'resolved' }, { state: 'open' }]);
  });

  test('whose sending throws is reported as our fault, costs no attempt and is tried again', async () => {
    const office = createPostOffice();
    office.add('one');
    await office.look();
    await office.answer('one', new Error('boom'));
    expect(office.faults).toMatchObject([{ message: 'boom' }]);
    expect(office.row('one')).toMatchObject({ status: 'pending', attempts: 0 });
    await office.later(60_000);
    expect(office.fake.waiting()).toEqual(['one']);
  });
});
