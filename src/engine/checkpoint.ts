import type { Core } from './core.ts';
import { messageOf } from './tick.ts';

/** Folds the log back where that holds up nobody. One that fails loses nothing: the next one takes what it left. */
export async function fold({ options, trouble }: Core): Promise<void> {
  const { store, checkpoints, log } = options;
  try {
    if (checkpoints === undefined) store.checkpoint();
    else await checkpoints.fold(store.path);
  } catch (error) {
    if (!trouble.met(error)) log.error({ error: messageOf(error) }, 'the write-ahead log could not be folded back');
  }
}
