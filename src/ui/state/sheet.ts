import type { Detail } from '../../store/snapshot/detail.ts';
import type { MachineCheck, ProcessRow } from '../console-options.ts';
import type { ActContent, ActItem } from './act-items.ts';
import type { Arm } from './arm.ts';
import type { BulkOrder, BulkResult } from './bulk.ts';
import type { BulkItems, BulkSubject, SheetVerb } from './bulk-items.ts';
import type { ListId } from './view.ts';

/** What a sheet is about; `sheets/kinds` has one object for each kind. */
export type SheetItem =
  | ActItem
  | { kind: 'approve'; key: string; approvalId: number; revision: number; jobName: string; risk: 'normal' | 'high' }
  | { kind: 'reject'; key: string; approvalId: number; revision: number; jobName: string; risk: 'normal' | 'high' }
  | { kind: 'run'; key: string; jobId: string; jobName: string }
  | { kind: 'cancel-run'; key: string; runId: number; jobName: string }
  | { kind: 'enable'; key: string; jobId: string; jobName: string }
  | { kind: 'disable'; key: string; jobId: string; jobName: string }
  | { kind: 'delete'; key: string; jobId: string; jobName: string; nameNeeded: boolean }
  | { kind: 'leave'; key: 'leave'; canDetach: boolean }
  | { kind: 'take-over'; key: 'take-over'; owner?: EngineOwner }
  | { kind: 'service'; key: 'service' }
  | { kind: 'unlock'; key: 'unlock' }
  /** One verb for many marked rows, of which the filter hides so many. */
  | {
      kind: 'bulk';
      key: string;
      verb: SheetVerb;
      list: ListId;
      subjects: readonly BulkSubject[];
      hidden: number;
    };

/** Whose engine would be taken over. */
export type EngineOwner = { pid: number; host: string; user: string; mode: 'console' | 'headless' };

export type Control = { kind: 'field'; id: string } | { kind: 'button'; id: string };

/** What was typed, by the ids of the fields. */
export type Fields = Readonly<Record<string, string>>;

/** What a sheet shows, read when it was opened. */
export type SheetContent = ActContent & {
  detail?: Detail;
  forecast?: string;
  processes?: ProcessRow[];
  /** The person at the keys, where they started it and may therefore not approve it. */
  notBy?: string;
  /** Why others of its kind were rejected, the newest first. */
  reasons?: readonly string[];
  /** Live runs, those that end with the engine marked, and the next fire that would be missed, for leaving. */
  liveRuns?: { text: string; ends: boolean }[];
  nextMissed?: string;
  /** Whether a service manager keeps the engine running. */
  service?: MachineCheck;
  /** What a verb for many would be done to now, and the wall clock it was read by. */
  bulk?: BulkItems & { clock: { now: number; zone: string } };
};

export type Stage =
  | { kind: 'asking' }
  /** The stop was asked for; the sheet stays and shows it. */
  | { kind: 'dying'; sinceAt: number }
  | { kind: 'refused'; message: string }
  /** Many commands are carried out, or were, and not all of them went well. */
  | { kind: 'bulk'; state: 'going' | 'over'; order: BulkOrder; results: readonly BulkResult[] };

export type Sheet<Item extends SheetItem = SheetItem> = {
  item: Item;
  /** Counts sheets, so that a late answer arms no other one. */
  serial: number;
  content: SheetContent;
  /** Which of the controls has the focus, and where the next letter goes if that is a field. */
  focus: number;
  cursor: number;
  fields: Fields;
  /** What was there again when it opened. */
  restored?: Fields;
  /** The text of the field with the focus makes way for what is typed next. */
  chosen?: true;
  /** What had been typed into a field before its earlier texts were gone through. */
  before?: { field: string; text: string };
  top: number;
  /** The last line was on the screen. */
  seenLast: boolean;
  arm: Arm;
  /** It fell asleep as somebody read it, and nothing of it was drawn otherwise since. */
  dozed?: true;
  /** Monotonic: since when it shows what it shows; the newest key, and the newest Enter. */
  shownSinceAt: number;
  lastKeyAt: number;
  lastEnterAt: number;
  stage: Stage;
};

/** What an open sheet has not decided yet. */
export function unfinished(sheet: Sheet | undefined): { verb: string; name: string } | undefined {
  if (sheet === undefined || sheet.stage.kind !== 'asking' || !('jobName' in sheet.item)) return undefined;
  return { verb: sheet.item.kind.replace('-', ' '), name: sheet.item.jobName };
}
