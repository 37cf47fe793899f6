import type { Core } from '../core.ts';
import { eraseRunFolder } from '../ports/processes.ts';
import { messageOf } from '../tick.ts';

const FOLDERS_A_TURN_MAX = 16;

/** Removes the folders of runs that are gone; one that can't be removed is reported and left to another day. */
export function eraseSome({ options: { runsDir, log } }: Core, folders: number[]): void {
  for (const runId of folders.splice(0, FOLDERS_A_TURN_MAX)) {
    try {
      eraseRunFolder(runsDir, runId);
    } catch (error) {
      log.error({ runId, error: messageOf(error) }, 'a run folder could not be removed');
    }
  }
}
