import type { Form } from '../form/form.ts';
import type { CronMove } from '../import/cron-move.ts';
import type { PlanList } from '../import/plan-list.ts';
import type { Arm } from '../state/arm.ts';

/** What a page is about; what was written into one is kept under its key until it is done. */
export type PageItem =
  | { kind: 'form'; key: string; jobId?: string }
  | { kind: 'import'; key: string; source: string }
  /** A line of the crontab that becomes a job's alone. */
  | { kind: 'move'; key: string; jobId: string };

export type PageBody =
  | { kind: 'form'; form: Form }
  | { kind: 'plan'; plan: PlanList }
  | { kind: 'move'; move: CronMove };

/** A form or a list to look through, with a button that decides. Letters go into its fields, so nothing else has keys. */
export type Page = {
  item: PageItem;
  /** Counted with the sheets, so that an answer of the terminal arms no other one. */
  serial: number;
  body: PageBody;
  focus: 'body' | 'back' | 'decide';
  /** Whether Enter on the button counts. */
  arm: Arm;
  /** Monotonic. */
  lastKeyAt: number;
  lastEnterAt: number;
  /** It was asked for, and the answer has not come yet. */
  isWaiting?: true;
};
