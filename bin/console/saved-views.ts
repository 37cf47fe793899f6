import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Kept } from '../../src/ui/console-options.ts';
import { EXTENSIONS } from '../../src/ui/copy/render-view.ts';

/** Two within a second get a number behind their time. */
const SAME_SECOND_MAX = 100;

/** Keeps a screen in the home's folder `saved`, under the time of day; only the owner can read it. */
export function saveView(home: string, at: number, text: string, format: keyof typeof EXTENSIONS): Kept {
  const folder = join(home, 'saved');
  const time = new Date(at).toISOString().slice(0, -'.000Z'.length).replaceAll(':', '-');
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    for (let count = 1; count <= SAME_SECOND_MAX; count += 1) {
      const path = join(folder, `${time}${count === 1 ? '' : `-${count}`}.${EXTENSIONS[format]}`);
      try {
        writeFileSync(path, text, { flag: 'wx', mode: 0o600 });
        return { kind: 'saved', path };
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      }
    }
    return { kind: 'failed', because: `not saved: ${folder} has ${SAME_SECOND_MAX} files of this second` };
  } catch (error) {
    return { kind: 'failed', because: `not saved: ${(error as Error).message}` };
  }
}
