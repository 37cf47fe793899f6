import { describe, expect, test } from 'vitest';
import { IN_FLIGHT_MAX } from '../../src/engine/delivery-lines.ts';
import { DOWN, OK } from '../support/fake-delivery.ts';
import { createPostOffice, SETTINGS } from '../support/post-office.ts';

describe('the order', () => {
  test('to one target is that of creation, one at a time; other targets do not wait', async () => {
    const office = createPostOffice();
    office.add('a1');
    office.add('a2');
    office.add('b1', { target: 'chat' });
    office.add('a3');
    await office.look();
    expect(office.fake.waiting()).toEqual(['a1', 'b1']);
    await office.answer('a1');
    expect(office.fake.waiting()).toEqual(['b1', 'a2']);
    await office.answer('a2');
    await office.answer('a3');
    expect(office.statuses()).toEqual(['sent', 'sent', 'pending', 'sent']);
  });

  test('holds while the first one waits for another attempt, also for those that come later', async () => {
    const office = createPostOffice();
    office.add('one');
    office.add('two');
    await office.look();
    await office.answer('one', DOWN);
    office.add('three');
    await office.later(9_000);
    expect(office.fake.waiting()).toEqual([]);
    expect(office.row('three').attempts).toBe(0);
    office.fake.answerAll(() => OK);
    await office.later(1_000);
    expect(office.fake.titles()).toEqual(['one', 'one', 'two', 'three']);
  });

  test('a message that has failed three times steps aside for those behind it', async () => {
    const office = createPostOffice();
    office.fake.answerAll(({ notice }) =>
      notice.title === 'poison' ? { kind: 'answered', status: 500, text: '' } : OK,
    );
    office.add('poison');
    office.add('good');
    await office.look();
    await office.later(10_000);
    expect(office.statuses()).toEqual(['pending', 'pending']);
    await office.later(60_000);
    expect(office.row('poison').attempts).toBe(3);
    expect(office.statuses()).toEqual(['pending', 'sent']);
  });

  test('holds across a restart', async () => {
    const office = createPostOffice();
    office.add('one');
    await office.look();
    await office.answer('one', DOWN);
    office.add('two');
    await office.takeOver();
    expect(office.fake.titles()).toEqual(['one']);
    office.fake.answerAll(() => OK);
    await office.later(10_000);
    expect(office.fake.titles()).toEqual(['one', 'one', 'two']);
  });

  test('at most eight are under way, and the ninth follows the first answer', async () => {
    const webhooks = Object.fromEntries(
      Array.from({ length: 12 }, (_, n) => [`hook${n}`, { url: `https://h${n}.example/` }]),
    );
    const office = createPostOffice({ ...SETTINGS, webhooks });
    for (let n = 0; n < 12; n += 1) office.add(`m${n}`, { target: `hook${n}` });
    await office.look();
    expect(office.deliverer.busy()).toBe(IN_FLIGHT_MAX);
    await office.answer('m3');
    expect(office.fake.waiting()).toContain('m8');
    expect(office.deliverer.busy()).toBe(IN_FLIGHT_MAX);
  });

  test('a long line to one slow target keeps nobody else from being sent', async () => {
    const office = createPostOffice();
    for (let n = 0; n < 300; n += 1) office.add(`slow${n}`);
    office.add('other', { target: 'chat' });
    await office.look();
    expect(office.fake.waiting()).toEqual(['slow0', 'other']);
  });
});
