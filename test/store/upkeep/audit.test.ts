import { describe, expect, test } from 'vitest';
import { ENGINE } from '../../../src/store/nouns/actor.ts';
import type { Store } from '../../../src/store/store.ts';
import { ANCHOR } from '../../../src/store/upkeep/audit.ts';
import { ANA, freshStore, NOW } from '../fresh-store.ts';
import { CUT, OLD } from './old-rows.ts';

describe('D-101 the audit', () => {
  const actions = (store: Store) =>
    store.audit
      .list(100)
      .map(({ action }) => action)
      .reverse();
  const wrote = (store: Store, action: string, at: number) =>
    store.audit.add({ actor: ANA, action, subjectKind: 'job', subjectId: 'job1', subjectName: 'backup' }, at);
  const shorten = (store: Store, before = CUT) => {
    const { audit } = store.upkeep();
    const old = audit.oldBefore(before, 100);
    if (old === undefined) throw new Error('nothing is old');
    store.audit.add({ actor: ENGINE, ...ANCHOR, subjectName: 'audit', detail: old }, NOW);
    return old;
  };

  test('is checked from its first entry, or from the anchor that stands for what was removed', () => {
    const store = freshStore();
    const { audit } = store.upkeep();
    for (const n of [1, 2, 3]) wrote(store, `old ${n}`, OLD);
    wrote(store, 'young', NOW);
    expect(audit.check(audit.start(), 100)).toMatchObject({ kind: 'intact', checked: 4 });
    const old = shorten(store);
    expect(old).toMatchObject({ throughId: 3, count: 3 });
    expect(audit.check(audit.start(), 100)).toMatchObject({ kind: 'intact', checked: 2 });
    expect([audit.removeThrough(old.throughId, 2), audit.removeThrough(old.throughId, 2)]).toEqual([2, 1]);
    expect(actions(store)).toEqual(['young', 'audit.anchor']);
    wrote(store, 'later', NOW);
    expect(audit.check(audit.start(), 100)).toMatchObject({ kind: 'intact', checked: 3 });
    expect(audit.oldBefore(CUT, 100)).toBeUndefined();
  });

  test('can be shortened again and again, down to its last anchor', () => {
    const store = freshStore();
    const { audit } = store.upkeep();
    wrote(store, 'old', OLD);
    for (const before of [CUT, NOW + 1, NOW + 1]) {
      const { throughId } = shorten(store, before);
      while (audit.removeThrough(throughId, 1) > 0);
      expect(audit.check(audit.start(), 100)).toMatchObject({ kind: 'intact', checked: 1 });
    }
    expect(actions(store)).toEqual(['audit.anchor']);
  });

  test.each([
    ['a changed entry', `UPDATE audit SET action = 'other' WHERE id = 5`, 5],
    ['a removed entry', `DELETE FROM audit WHERE id = 5`, 6],
    ['an anchor that names another hash', `UPDATE audit SET detail = json_set(detail, '$.hash', 'x') WHERE id = 6`, 4],
  ])('shows %s after the anchor', (_what, sql, at) => {
    const store = freshStore();
    const { audit } = store.upkeep();
    for (const n of [1, 2, 3]) wrote(store, `old ${n}`, OLD);
    for (const n of [4, 5]) wrote(store, `young ${n}`, NOW);
    audit.removeThrough(shorten(store).throughId, 10);
    store.db.exec(sql);
    expect(audit.check(audit.start(), 100)).toEqual({ kind: 'broken', id: at });
  });
});
