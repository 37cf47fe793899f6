import { showsStrip } from '../layout/shape.ts';
import type { Core } from './core.ts';
import { show } from './show.ts';
import { createStripReader } from './strip-reader.ts';

/** The next day changes slowly: it is counted anew once a minute, in pieces with pauses between them. */
const STRIP_MS = 60_000;
const PAUSE_MS = 20;

/** Counts what is coming while the strip is on the screen, the first piece at once. */
export function watchStrip(core: Core): void {
  const read = createStripReader(core.options);
  const next = (): void => {
    const delayMs = piece(core, read);
    core.timers.after('strip', delayMs, next);
  };
  next();
}

/** When the next piece is to be done. */
function piece(core: Core, read: ReturnType<typeof createStripReader>): number {
  if (!showsStrip(core.model.view())) return STRIP_MS / 60;
  const strip = read();
  if (strip === undefined) return PAUSE_MS;
  core.model.setStrip(strip);
  show(core);
  return STRIP_MS;
}
