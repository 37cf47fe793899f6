import type { From, PageLine } from '../../engine/output/output-window.ts';
import type { Fate } from '../../store/snapshot/fate.ts';
import type { CommandResult } from '../console-commands.ts';
import type { EngineNews, MouseInput, TerminalReport } from '../console-options.ts';
import type { SaveFormat } from '../copy/choices.ts';
import type { ReadRows } from '../output/follow.ts';
import type { PageEffect, PageEvent } from '../page/page-events.ts';
import type { Found } from '../palette/palette.ts';
import type { ColumnsConfig } from '../panels/columns.ts';
import type { StartChoice } from '../panels/start.ts';
import type { Keyboard } from './actions/keyboard.ts';
import type { BulkOrder, BulkResult } from './bulk.ts';
import type { Marks } from './marks.ts';
import type { EngineOwner, Sheet, SheetContent, SheetItem } from './sheet.ts';
import type { SheetCommand } from './sheet-commands.ts';
import type { ListId, ScreenData, Size } from './view.ts';

/** Everything that can happen to a screen. `now` is monotonic, `at` the wall's clock. */
export type ScreenEvent =
  | PageEvent
  | { type: 'key'; name: string; sequence: string; together: boolean; lost?: string; now: number; at: number }
  | { type: 'paste'; text: string; now: number; at: number }
  /** `rows`: what the screen shows, for what stands where. */
  | { type: 'mouse'; input: MouseInput; rows: readonly string[]; now: number; at: number }
  | { type: 'resize'; size: Size }
  | { type: 'report'; report: Exclude<TerminalReport, 'status'>; now: number }
  | { type: 'tick'; now: number; at: number }
  /** `old` is what was shown before; fates tell what became of visible rows that are gone. */
  | { type: 'data'; old: ScreenData; fates: Readonly<Record<string, Fate>>; at: number }
  | { type: 'sheet'; item: SheetItem; content: SheetContent; now: number }
  | { type: 'sheet-content'; serial: number; content: SheetContent; change: SheetChange; now: number }
  /** Of a question for the terminal: it was written, behind the sheet or page with that serial; it has left; its answer came. */
  | { type: 'status-asked'; serial: number; question: number }
  | { type: 'status-sent' | 'status-answered'; question: number; now: number }
  /** For the palette; `text` in it says for which one. */
  | { type: 'found'; found: Found }
  /** Of a search in output; without a line there is none. */
  | { type: 'output-found'; line: PageLine | undefined; by: 1 | -1; at: number }
  /** Rows that were marked by the filter; `beyond` found no place, `looked`: not the whole list. */
  | { type: 'marked'; list: ListId; marks: Marks; beyond: number; looked?: number; at: number }
  /** Marked rows that are in their list no more. */
  | { type: 'marks-left'; list: ListId; keys: readonly string[]; at: number }
  /** Many commands: they begin; some more are done, or that was all. */
  | { type: 'bulk-begun'; order: BulkOrder; at: number }
  | { type: 'bulk'; serial: number; results: readonly BulkResult[]; isOver: boolean; at: number; now: number }
  /** Which of the last changes cannot be taken back any more, and why. */
  | { type: 'undos'; whyNot: Readonly<Record<number, string>> }
  | { type: 'given-back'; undoId: number; result: CommandResult<{ text: string }>; at: number }
  /** About the engine, without a key. */
  | ({ type: 'news'; at: number } & EngineNews)
  | { type: 'result'; effect: CommandEffect; result: CommandResult<unknown>; at: number };

/** What a new look at a sheet's item found. `typed`: it is no answer yet, and what was typed is wanted again. */
export type SheetChange =
  | { kind: 'same' }
  | { kind: 'revised'; revision: number }
  | { kind: 'over'; message: string; typed?: 'kept' };

/** What is asked of the engine's commands. */
export type CommandEffect =
  | {
      kind: 'approve' | 'reject';
      approvalId: number;
      revision: number;
      note: string;
      jobName: string;
      /** What the sheet showed, as text, and for how long. */
      shown?: { text: string; forMs: number };
    }
  | { kind: 'run' | 'enable' | 'disable' | 'delete'; jobId: string; jobName: string }
  | { kind: 'cancel-run' | 'kill-run'; runId: number; jobName: string }
  | { kind: 'acknowledge' | 'reopen'; alertId: number; title: string }
  | { kind: 'take-over' }
  | SheetCommand;

export type Effect =
  | PageEffect
  | { kind: 'command'; command: CommandEffect }
  | { kind: 'bulk'; order: BulkOrder }
  | { kind: 'mark-all'; list: ListId }
  /** Whether each of the last changes can be taken back. */
  | { kind: 'look-at-undos' }
  /** Cron gets its line again. */
  | { kind: 'give-back'; jobId: string; undoId: number }
  | { kind: 'open-sheet'; item: SheetItem }
  /** After the frame with the sheet has been written. */
  | { kind: 'request-status'; serial: number }
  /** The rest of the read that the key came in. */
  | { kind: 'drop-pending' }
  | { kind: 'repaint' }
  | { kind: 'theme'; name: string }
  | { kind: 'mouse' }
  | { kind: 'suspend' }
  | { kind: 'find-output'; from: From; by: 1 | -1 }
  | { kind: 'copy'; what: string; text: string }
  | { kind: 'copy-view' }
  | { kind: 'save-view'; format: SaveFormat }
  /** The output that is looked at, in the pager. */
  | { kind: 'pager' }
  /** The time that is asked about in the Why tab is answered, and its row comes into sight. */
  | { kind: 'look-at-moment' }
  | { kind: 'demo' }
  | { kind: 'leave'; how: 'stop' | 'detach'; exitCode: number };

/** What the reducer has to be told about the drawn screen and the program around it. */
export type ScreenContext = {
  data: ScreenData;
  /** How long a sheet waits after the terminal's answer. */
  settleMs: number;
  readOnly: boolean;
  engineHere: boolean;
  /** Nothing that is done here brings the engine into this console. */
  engineStaysOut?: boolean;
  /** Whose own decisions are no news here. */
  actorName?: string;
  /** Who would be asked for the engine; absent where nobody runs it. */
  engineOwner?: EngineOwner;
  canDetach: boolean;
  /** The home as the header writes it. */
  homeLabel: string;
  keyboard: Keyboard;
  /** By panel: the columns that the configuration wants. */
  columns?: ColumnsConfig;
  detailSize(): { count: number; room: number };
  /** The rows of the output that is looked at; absent where something else is. */
  outputRows(): ReadRows | undefined;
  showsLast(sheet: Sheet): boolean;
  /** All that a sheet shows, as text. */
  shownText(sheet: Sheet): string;
  sheetRoom(sheet: Sheet): number;
  startChoices(): StartChoice[];
  /** An instant as a clock, for messages. */
  clock(at: number): string;
};

export type Step<Value> = { value: Value; effects: Effect[] };
