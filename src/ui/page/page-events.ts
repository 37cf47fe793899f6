import type { Undo } from '../../engine/rules/undo.ts';
import type { CommandResult } from '../console-commands.ts';
import type { FormBase } from '../form/form.ts';
import type { PageBody, PageItem } from './page.ts';
import type { FoundJob } from './page-ports.ts';

/** What is asked of the outside by a page. */
export type PageCommand =
  | { kind: 'add-job'; input: Readonly<Record<string, unknown>>; name: string }
  | { kind: 'save-job'; jobId: string; revision: number; patch: Readonly<Record<string, unknown>>; name: string }
  | { kind: 'import'; source: string; chosen: readonly string[] }
  /** `shown`: the line that was seen, which must still be there. */
  | { kind: 'move'; jobId: string; name: string; shown?: string };

/** `undo`: how it is taken back. */
export type PageDone = {
  text: string;
  jobId?: string;
  /** Its line was commented out of the crontab. */
  movedJobId?: string;
  undo?: Undo;
};

export type PageEffect =
  /** What of this machine could be imported. */
  | { kind: 'look-for-imports' }
  | { kind: 'open-page'; item: PageItem }
  | { kind: 'page-command'; serial: number; command: PageCommand }
  /** Which job a name stands for. */
  | { kind: 'find-job'; serial: number; text: string }
  /** Who is called so already. */
  | { kind: 'find-namesakes'; serial: number; name: string };

export type PageEvent =
  | { type: 'page'; item: PageItem; body: PageBody; now: number }
  /** There is nothing to open a page on. */
  | { type: 'no-page'; text: string; at: number }
  | {
      type: 'page-result';
      serial: number;
      command: PageCommand;
      result: CommandResult<PageDone>;
      at: number;
      now: number;
    }
  /** The job of the form as it is now; absent: gone. */
  | { type: 'page-base'; serial: number; base?: FormBase }
  | { type: 'job-found'; serial: number; text: string; found: FoundJob }
  | { type: 'namesakes'; serial: number; name: string; ids: readonly string[] };
