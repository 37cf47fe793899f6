import type { Undo } from '../../engine/rules/undo.ts';
import type { BulkOrder, BulkStep } from './bulk.ts';
import type { CommandEffect, ScreenEvent } from './events.ts';
import { type Marks, withMarks } from './marks.ts';
import { type Reduced, still, told } from './reduced.ts';
import type { ListId, Message, View } from './view.ts';

/** So long the message line offers it; the list of the last ones has it longer. */
export const UNDO_OFFER_MS = 60_000;
export const UNDOS_MAX = 10;

/** How a change is taken back: by commands, by putting marks back, by giving cron its line again, or not at all. */
export type UndoHow =
  | { kind: 'commands'; undos: readonly Undo[] }
  | { kind: 'marks'; list: ListId; marks: Marks }
  | { kind: 'cron'; jobId: string }
  | { kind: 'never'; because: string };
export type UndoEntry = { id: number; at: number; text: string; how: UndoHow };
/** The list of them: what was found out about whether each is possible still, by its id. */
export type Undoing = { index: number; whyNot: Readonly<Record<number, string>> };

/** Remembers a change, and offers it in the message that tells of it. */
export function remembered(view: View, change: { text: string; how: UndoHow }, at: number): View {
  const id = (view.undos?.[0]?.id ?? 0) + 1;
  const undos = [{ id, at, ...change }, ...(view.undos ?? [])].slice(0, UNDOS_MAX);
  const { message } = view;
  if (change.how.kind === 'never' || message === undefined || message.tone === 'bad') return { ...view, undos };
  const undo: Message['undo'] = { label: 'undoes it', until: at + UNDO_OFFER_MS, id };
  return { ...view, undos, message: { ...message, undo } };
}

/** What the message line offers just now. */
export function offered({ message, undos }: View, at: number): UndoEntry | undefined {
  const { undo } = message ?? {};
  return undo === undefined || at >= undo.until ? undefined : undos?.find(({ id }) => id === undo.id);
}

/** Takes it back, as far as nobody has changed it since. */
export function undone(view: View, entry: UndoEntry, at: number): Reduced {
  const { undoing: _, ...closed } = view;
  switch (entry.how.kind) {
    case 'never':
      return still({ ...closed, message: told('bad', '', `not undone: ${entry.how.because}`, at) });
    case 'marks': {
      const { list, marks } = entry.how;
      const back = withMarks(withoutEntry(closed, entry.id), list, marks);
      return still({ ...back, message: told('good', '▪', `${marks.size} marked again`, at) });
    }
    case 'cron':
      return still(closed, [{ kind: 'give-back', jobId: entry.how.jobId, undoId: entry.id }]);
    case 'commands': {
      const serial = view.sheetCount + 1;
      const steps = entry.how.undos.map(
        (undo, index): BulkStep => ({ key: `undo:${index}`, name: undo.name, command: { kind: 'undo', undo } }),
      );
      const order: BulkOrder = { serial, verb: 'undo', steps, undoId: entry.id };
      return still({ ...closed, sheetCount: serial }, [{ kind: 'bulk', order }]);
    }
  }
}

export const withoutEntry = (view: View, id: number | undefined): View =>
  id === undefined || view.undos === undefined
    ? view
    : { ...view, undos: view.undos.filter((entry) => entry.id !== id) };

/** A change that a key or a page made, as it is to be taken back; nothing where there is nothing to say. */
export function afterResult(view: View, event: Extract<ScreenEvent, { type: 'result' }>): View {
  const { effect, result, at } = event;
  if (result.kind !== 'done') return view;
  const never = neverOf(effect);
  if (never !== undefined)
    return remembered(view, { text: never.text, how: { kind: 'never', because: never.because } }, at);
  const undos = undosIn(result.value);
  const text = view.message?.text;
  if (undos.length === 0 || text === undefined) return view;
  return remembered(view, { text, how: { kind: 'commands', undos } }, at);
}

/** What a command's answer has with it to take it back. */
export function undosIn(value: unknown): readonly Undo[] {
  if (typeof value !== 'object' || value === null) return [];
  const { undo, undos } = value as { undo?: Undo; undos?: readonly Undo[] };
  return undos ?? (undo === undefined ? [] : [undo]);
}

/** Why a decision stays. */
function neverOf(effect: CommandEffect): { text: string; because: string } | undefined {
  switch (effect.kind) {
    case 'approve':
      return { text: `approved ${effect.jobName}`, because: 'an approval stays; the run it started can be cancelled' };
    case 'reject':
      return { text: `rejected ${effect.jobName}`, because: 'a rejection stays; the job can be run again' };
    case 'run':
      return {
        text: `run of ${effect.jobName} asked for`,
        because: 'what was started stays; the run can be cancelled',
      };
    case 'cancel-run':
    case 'kill-run':
      return { text: `cancelled run ${effect.runId}`, because: 'what was stopped stays so; it can be run again' };
    case 'delete':
      return { text: `deleted ${effect.jobName}`, because: 'what was deleted stays so; a backup has it' };
    default:
      return undefined;
  }
}
