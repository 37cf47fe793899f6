import type { Detail } from '../../store/snapshot/detail.ts';
import type { CrontabOffer, ProcessRow } from '../console-options.ts';

export type SheetItem =
  | { kind: 'approve'; key: string; approvalId: number; revision: number; jobName: string; risk: 'normal' | 'high' }
  | { kind: 'reject'; key: string; approvalId: number; revision: number; jobName: string; risk: 'normal' | 'high' }
  | { kind: 'run'; key: string; jobId: string; jobName: string }
  | { kind: 'cancel-run'; key: string; runId: number; jobName: string }
  | { kind: 'enable'; key: string; jobId: string; jobName: string }
  | { kind: 'disable'; key: string; jobId: string; jobName: string }
  | { kind: 'delete'; key: string; jobId: string; jobName: string; nameNeeded: boolean }
  | { kind: 'leave'; key: 'leave'; canDetach: boolean }
  | { kind: 'take-over'; key: 'take-over'; owner?: EngineOwner }
  | { kind: 'unlock'; key: 'unlock' }
  | { kind: 'import'; key: 'import' };

/** Whose engine would be taken over. */
export type EngineOwner = { pid: number; host: string; user: string; mode: 'console' | 'headless' };

export type FieldId = 'name' | 'reason' | 'note';
export type ButtonId = 'back' | 'decide' | 'kill' | 'detach' | 'stop';
export type Control = { kind: 'field'; id: FieldId } | { kind: 'button'; id: ButtonId };

export type Draft = Readonly<Record<FieldId, string>>;
export const EMPTY_DRAFT: Draft = { name: '', reason: '', note: '' };

/**
 * Whether keys count. `unsent`: the sheet has still to be drawn; `sent`: the terminal was asked; `answered`: it has
 * what was drawn, and the settling time runs; `asleep`: disarmed until a key wakes it.
 */
export type Arm =
  | { kind: 'unsent' }
  | { kind: 'sent'; at: number }
  | { kind: 'answered'; at: number }
  | { kind: 'armed'; at: number }
  | { kind: 'asleep' };

/** What a sheet shows, read when it was opened. */
export type SheetContent = {
  detail?: Detail;
  forecast?: string;
  processes?: ProcessRow[];
  crontab?: CrontabOffer;
  /** Live runs, those that end with the engine marked, and the next fire that would be missed, for leaving. */
  liveRuns?: { text: string; ends: boolean }[];
  nextMissed?: string;
};

export type Stage =
  | { kind: 'asking' }
  /** The stop was asked for; the sheet stays and shows it. */
  | { kind: 'dying'; sinceAt: number; processCount: number; graceMs: number }
  | { kind: 'refused'; message: string };

export type Sheet = {
  item: SheetItem;
  /** Counts sheets, so that a late answer arms no other one. */
  serial: number;
  content: SheetContent;
  focus: number;
  fields: Draft;
  top: number;
  /** The last line was on the screen. */
  seenLast: boolean;
  arm: Arm;
  /** Monotonic: the newest key, and the newest Enter. */
  lastKeyAt: number;
  lastEnterAt: number;
  stage: Stage;
};

const BUTTONS = (ids: ButtonId[]): Control[] => ids.map((id) => ({ kind: 'button', id }));

/** The places the focus can be in, in the order of Tab. */
export function controlsOf(sheet: Pick<Sheet, 'item' | 'stage'>): readonly Control[] {
  if (sheet.stage.kind === 'refused') return BUTTONS(['back']);
  if (sheet.stage.kind === 'dying') return BUTTONS(['back', 'kill']);
  switch (sheet.item.kind) {
    case 'approve': {
      const note: Control = { kind: 'field', id: 'note' };
      const name: Control[] = sheet.item.risk === 'high' ? [{ kind: 'field', id: 'name' }] : [];
      return [...name, ...BUTTONS(['back', 'decide']), note];
    }
    case 'reject':
      return [{ kind: 'field', id: 'reason' }, ...BUTTONS(['back', 'decide'])];
    case 'delete':
      return [
        ...(sheet.item.nameNeeded ? [{ kind: 'field', id: 'name' } as const] : []),
        ...BUTTONS(['back', 'decide']),
      ];
    case 'leave':
      return BUTTONS(sheet.item.canDetach ? ['back', 'detach', 'stop'] : ['back', 'stop']);
    case 'run':
    case 'cancel-run':
    case 'enable':
    case 'disable':
    case 'import':
    case 'take-over':
    case 'unlock':
      return BUTTONS(['back', 'decide']);
  }
}

/** The required field of a sheet that has one. */
export function requiredField(item: SheetItem): FieldId | undefined {
  if (item.kind === 'reject') return 'reason';
  if (item.kind === 'approve' && item.risk === 'high') return 'name';
  return item.kind === 'delete' && item.nameNeeded ? 'name' : undefined;
}

/** Whether the required field, if any, holds what it must. */
export function isFilled(sheet: Pick<Sheet, 'item' | 'fields'>): boolean {
  const field = requiredField(sheet.item);
  if (field === undefined) return true;
  if (field === 'reason') return sheet.fields.reason.trim() !== '';
  return 'jobName' in sheet.item && sheet.fields.name === sheet.item.jobName;
}

/** What an open sheet has not decided yet. */
export function unfinished(sheet: Sheet | undefined): { verb: string; name: string } | undefined {
  if (sheet === undefined || sheet.stage.kind !== 'asking' || !('jobName' in sheet.item)) return undefined;
  return { verb: sheet.item.kind.replace('-', ' '), name: sheet.item.jobName };
}
