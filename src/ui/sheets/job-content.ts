import type { ConsoleOptions } from '../console-options.ts';
import { commandRows } from '../detail/job-rows.ts';
import type { Line } from '../layout/line.ts';
import type { Scene } from '../scene.ts';
import type { Sheet, SheetContent } from '../state/sheet.ts';
import { gone } from './prose.ts';

/** What a sheet about a job says of it. */
export const jobContent = ({ content }: Sheet, scene: Scene, width: number): Line[] =>
  content.detail?.job === undefined ? gone(width) : commandRows(content.detail.job, scene, width);

export function jobOf({ snapshots }: ConsoleOptions, jobId: string): SheetContent {
  const detail = snapshots.detail({ kind: 'job', jobId });
  return detail === undefined ? {} : { detail };
}
