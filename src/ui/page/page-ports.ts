import type { CommandResult } from '../console-commands.ts';
import type { FormBase } from '../form/form.ts';
import type { CronMove } from '../import/cron-move.ts';
import type { ImportOffer } from '../import/offers.ts';
import type { PageDone } from './page-events.ts';

/** `why`: none or several are called so. */
export type FoundJob = { kind: 'job'; id: string; name: string } | { kind: 'none'; why: string };

/** What forms and plans need of the program around the screen. */
export type PagePorts = {
  addJob(input: Readonly<Record<string, unknown>>): CommandResult<PageDone>;
  /** By compare-and-set on the revision. */
  saveJob(jobId: string, revision: number, patch: Readonly<Record<string, unknown>>): CommandResult<PageDone>;
  jobOf(jobId: string): FormBase | undefined;
  /** By id, or by a name that only one job has. */
  findJob(text: string): FoundJob;
  /** The first of the jobs that are called so. */
  idsNamed(name: string): readonly string[];
  /** Looks for what could be imported from this machine; starts programs, so the answer comes later. */
  lookForImports(): Promise<readonly ImportOffer[]>;
  /** What taking a job of the crontab over would change there. */
  cronMove(jobId: string): Promise<CronMove | undefined>;
  takeOverLine(jobId: string, shown?: string): Promise<CommandResult<PageDone>>;
  /** Takes a move back: the job is paused, and cron has its line again. */
  giveBackLine(jobId: string): Promise<CommandResult<PageDone>>;
  /** Imports those of an offer that were chosen, paused. */
  importJobs(source: string, chosen: readonly string[]): Promise<CommandResult<PageDone>>;
};
