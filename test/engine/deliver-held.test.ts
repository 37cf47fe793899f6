import { describe, expect, test } from 'vitest';
import { ANA } from '../support/builders.ts';
import { DOWN, OK } from '../support/fake-delivery.ts';
import { createPostOffice, type PostOffice, SETTINGS } from '../support/post-office.ts';

describe('what cannot be sent today', () => {
  test('D-112 an unknown alias holds the message, says so and counts no attempt', async () => {
    const office = createPostOffice();
    office.add('one', { channel: 'telegram', target: '@ops' });
    await office.look();
    expect(office.row('one')).toMatchObject({ status: 'pending', attempts: 0 });
    expect(office.row('one').lastError).toMatch(/^held: there is no alias @ops/);
  });

  test('D-112 it is sent at once when the alias is added, to where the alias points', async () => {
    const office = createPostOffice();
    office.add('one', { channel: 'telegram', target: '@ops' });
    office.add('two', { channel: 'telegram', target: '@ops' });
    await office.look();
    const alias = { name: 'ops', channel: 'webhook', target: 'chat' };
    office.store.write(() => office.store.aliases.set(alias, ANA, office.clock.now()));
    office.fake.answerAll(() => OK);
    await office.look();
    expect(office.fake.titles()).toEqual(['one', 'two']);
    expect(office.fake.sent[0]?.road).toMatchObject({ url: 'https://chat.example/hook' });
  });

  test('D-112 an alias and the target it names are one address', async () => {
    const office = createPostOffice();
    office.store.write(() =>
      office.store.aliases.set({ name: 'ops', channel: 'webhook', target: 'pager' }, ANA, office.clock.now()),
    );
    office.add('direct');
    office.add('by name', { channel: 'telegram', target: '@ops' });
    await office.look();
    expect(office.fake.waiting()).toEqual(['direct']);
  });

  test('D-112 an alias that moves while its message is under way does not send it twice', async () => {
    const office = createPostOffice();
    const point = (target: string) =>
      office.store.write(() =>
        office.store.aliases.set({ name: 'ops', channel: 'webhook', target }, ANA, office.clock.now()),
      );
    point('pager');
    office.add('one', { target: '@ops' });
    await office.look();
    point('chat');
    await office.look();
    expect(office.fake.titles()).toEqual(['one']);
    await office.answer('one');
    expect(office.statuses()).toEqual(['sent']);
  });

  test('a channel of the gateway is held, and nothing else waits for it', async () => {
    const office = createPostOffice();
    office.fake.answerAll(() => OK);
    for (let n = 0; n < 200; n += 1) office.add(`t${n}`, { channel: 'telegram', target: '42' });
    office.add('one');
    await office.look();
    expect(office.fake.titles()).toEqual(['one']);
    await office.look();
    expect(office.row('t199').lastError).toBe('held: channel telegram needs the gateway, and there is none');
    expect(office.statuses().filter((status) => status === 'pending')).toHaveLength(200);
  });

  test('is looked at again at the next start, with the settings of that day', async () => {
    const office = createPostOffice();
    office.add('one', { channel: 'ntfy', target: 'ops' });
    await office.look();
    expect(office.row('one').lastError).toBe('held: there is no ntfy server in delivery.ntfy');
    await office.takeOver({ ...SETTINGS, ntfy: { url: 'https://ntfy.example' } });
    expect(office.fake.waiting()).toEqual(['one']);
  });

  test('is looked at again after an hour anyway', async () => {
    const webhooks: Record<string, { url: string }> = {};
    const office = createPostOffice({ ...SETTINGS, webhooks });
    office.add('one');
    await office.look();
    webhooks.pager = { url: 'https://pager.example/' };
    await office.later(3_600_000 - 1);
    expect(office.fake.waiting()).toEqual([]);
    await office.later(1);
    expect(office.fake.waiting()).toEqual(['one']);
  });

  test('is let go in small transactions, however much it is', async () => {
    const office = createPostOffice();
    office.store.write(() => {
      for (let n = 0; n < 600; n += 1) office.add(`t${n}`, { target: '@ops' });
    });
    await office.look();
    office.store.write(() =>
      office.store.aliases.set({ name: 'ops', channel: 'signal', target: '42' }, ANA, office.clock.now()),
    );
    await office.look();
    expect(new Set(office.rows().map(({ lastError }) => lastError))).toEqual(
      new Set(['held: channel signal needs the gateway, and there is none']),
    );
  });
});

describe('D-104 D-112 what is held is told', () => {
  const point = (office: PostOffice, name: string, channel: string, target: string) =>
    office.store.write(() => office.store.aliases.set({ name, channel, target }, ANA, office.clock.now()));

  test('by one alert for each cause, which counts messages and not looks', async () => {
    const office = createPostOffice();
    office.add('one', { target: '@ops' });
    office.add('two', { target: '@ops' });
    office.add('three', { channel: 'telegram', target: '42' });
    await office.look();
    await office.later(3_600_000);
    expect(office.alerts()).toMatchObject([
      {
        kind: 'delivery-failed',
        severity: 'warn',
        count: 2,
        title: expect.stringMatching(/held: there is no alias @ops/),
      },
      {
        kind: 'delivery-failed',
        severity: 'warn',
        count: 1,
        title: expect.stringMatching(/held: channel telegram needs/),
      },
    ]);
    office.add('four', { target: '@ops' });
    await office.look();
    expect(office.alerts()[0]).toMatchObject({ count: 3, detail: expect.stringContaining('“four”') });
  });

  test('and is over when the last one found its way', async () => {
    const office = createPostOffice();
    office.add('one', { target: '@ops' });
    office.add('two', { target: '@ops' });
    await office.look();
    point(office, 'ops', 'webhook', 'pager');
    await office.look();
    await office.answer('one');
    expect(office.alerts()).toMatchObject([{ state: 'open' }]);
    await office.look();
    await office.answer('two', DOWN);
    expect(office.alerts()).toMatchObject([{ state: 'resolved' }]);
  });

  test('and another cause is another alert, which takes the place of the first', async () => {
    const office = createPostOffice();
    office.add('one', { target: '@ops' });
    await office.look();
    point(office, 'ops', 'signal', '42');
    await office.look();
    expect(office.alerts()).toMatchObject([
      { state: 'resolved' },
      { state: 'open', title: expect.stringContaining('channel signal needs the gateway') },
    ]);
  });
});
