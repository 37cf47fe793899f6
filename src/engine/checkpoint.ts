import type { Core } from './core.ts';
import { messageOf } from './tick.ts';

/** Pages, each of 4 KiB: so many are a few milliseconds. */
const LAST_BIT_MAX = 2_000;

/** Folds the log back where that holds up nobody. One that fails loses nothing: the next one takes what it left. */
export async function fold(core: Core): Promise<void> {
  const { options, trouble } = core;
  const { store, checkpoints, log } = options;
  try {
    const left = (await checkpoints?.fold(store.path)) ?? 0;
    // A log begins anew only when nothing of it is left, and under steady work something was written during the fold: so
    // its last bit is folded where nobody writes in between. Otherwise it would grow for as long as there is work.
    if (core.state !== 'stopped' && left <= LAST_BIT_MAX) store.checkpoint();
  } catch (error) {
    if (!trouble.met(error)) log.error({ error: messageOf(error) }, 'the write-ahead log could not be folded back');
  }
}
