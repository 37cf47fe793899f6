import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { collectGarbage } from '../../bin/collect-garbage.ts';
import { openDatabase } from '../../src/store/database.ts';
import { PATIENCE } from '../support/patience.ts';
import { freshFolder } from './fresh-store.ts';

test('R-10 a connection that was closed is kept by nobody once another file is opened', async () => {
  const opened = (): WeakRef<object> => {
    const db = openDatabase(join(freshFolder(), 'openclaw-tui.db'), 'command');
    db.close();
    return new WeakRef(db);
  };
  const first = opened();
  opened();
  await vi.waitFor(() => {
    collectGarbage();
    expect(first.deref() === undefined).toBe(true);
  }, PATIENCE);
});
