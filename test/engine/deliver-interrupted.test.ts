import { describe, expect, test } from 'vitest';
import { createPostOffice } from '../support/post-office.ts';

describe('crash, take-over and stop', () => {
  test('what an engine before had claimed is sent again: at least once', async () => {
    const office = createPostOffice();
    office.add('one');
    await office.look();
    await office.takeOver();
    expect(office.fake.titles()).toEqual(['one', 'one']);
    expect(office.fake.sent.map(({ notice }) => notice.key)).toEqual(['result:1', 'result:1']);
    expect(office.row('one')).toMatchObject({ claimedFence: 2, attempts: 0 });
  });

  test('an engine that was replaced records nothing', async () => {
    const office = createPostOffice();
    office.add('one');
    await office.look();
    await office.takeOver();
    await office.answer('one', { kind: 'answered', status: 400, text: 'from the frozen one' });
    expect(office.row('one')).toMatchObject({ status: 'pending', claimedFence: 2, attempts: 0 });
    await office.answer('one');
    expect(office.row('one')).toMatchObject({ status: 'sent', attempts: 1 });
  });

  test('a stop ends what is under way, records nothing and begins nothing', async () => {
    const office = createPostOffice();
    office.add('one');
    office.add('two');
    await office.look();
    office.deliverer.stop();
    await office.look();
    expect(office.deliverer.busy()).toBe(0);
    expect(office.row('one')).toMatchObject({ status: 'pending', attempts: 0 });
    expect(office.fake.titles()).toEqual(['one']);
  });

  test('a busy database delays the claim and the record, and loses neither', async () => {
    const office = createPostOffice();
    const other = office.open();
    office.add('one');
    other.db.exec('BEGIN IMMEDIATE');
    await office.look();
    await office.look();
    expect(office.deliverer.busy()).toBe(1);
    expect(office.fake.titles()).toEqual([]);
    other.db.exec('COMMIT');
    await office.clock.advance(300);
    expect(office.fake.waiting()).toEqual(['one']);
    other.db.exec('BEGIN IMMEDIATE');
    await office.answer('one');
    expect(office.row('one').status).toBe('pending');
    other.db.exec('COMMIT');
    await office.clock.advance(300);
    expect(office.row('one')).toMatchObject({ status: 'sent', attempts: 1 });
  });

  test('a message that somebody removed while it was under way stays removed', async () => {
    const office = createPostOffice();
    office.add('one');
    await office.look();
    office.store.db.exec('DELETE FROM outbox');
    await office.answer('one', { kind: 'answered', status: 400, text: '' });
    expect(office.rows()).toEqual([]);
    expect(office.alerts()).toEqual([]);
  });

  test('a look that finds nothing writes nothing', async () => {
    const office = createPostOffice();
    await office.look();
    const before = office.store.db.prepare('SELECT value FROM meta').get();
    await office.look();
    expect(office.store.db.prepare('SELECT value FROM meta').get()).toEqual(before);
  });
});
