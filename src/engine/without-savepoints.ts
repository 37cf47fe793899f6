import type { Store } from '../store/store.ts';
import { isStorageFault } from '../store/store-error.ts';

/** An item of a batch threw that had no savepoint of its own. */
export class ItemThrew extends Error {}

/** The same store for a first try: nothing is copied aside, and who throws takes the whole transaction with it. */
export const withoutSavepoints = (store: Store): Store => ({
  ...store,
  savepoint(work) {
    try {
      return work();
    } catch (cause) {
      throw isStorageFault(cause) ? cause : new ItemThrew('in a batch without savepoints', { cause });
    }
  },
});
