import { kindOf } from '../sheets/kinds/table.ts';
import { disarmed } from './arming.ts';
import { draftKeyOf, withoutDraft } from './drafts.ts';
import type { CommandEffect, ScreenContext, ScreenEvent } from './events.ts';
import { type RefusalWords, refusalWords } from './refusal-words.ts';
import { sheetCommandWords } from './sheet-commands.ts';
import type { Message, View } from './view.ts';

/** What a command answered: the sheet closes and the message says it, or the sheet says what did not happen. */
export function resultArrived(
  view: View,
  event: Extract<ScreenEvent, { type: 'result' }>,
  { clock, keyboard }: Pick<ScreenContext, 'clock' | 'keyboard'>,
): View {
  const { effect, result, at } = event;
  if (result.kind !== 'done') return refused(view, refusalWords(effect, result, keyboard), at);
  const message = { ...doneMessage(effect, result.value, at), ...nextFire(effect, result.value, clock) };
  const { sheet, ...rest } = view;
  if (sheet === undefined) return { ...view, message };
  const after = kindOf(sheet.item).done?.(sheet, effect, at);
  if (after === sheet) return { ...view, message };
  if (after !== undefined) return { ...view, sheet: disarmed(after), message };
  return { ...rest, drafts: withoutDraft(view.drafts, draftKeyOf(sheet)), message };
}

/** What did not happen and why, and what to do where there is room for it. */
function refused(view: View, { text, remedy }: RefusalWords, at: number): View {
  const more = remedy === undefined ? {} : { more: `; ${remedy}` };
  const bad: Message = { at, mark: '✗', tone: 'bad', text, ...more, count: 1 };
  if (view.sheet === undefined) return { ...view, message: bad };
  return { ...view, sheet: disarmed({ ...view.sheet, stage: { kind: 'refused', message: text } }), message: bad };
}

const good = (mark: string, text: string, at: number): Message => ({ at, mark, tone: 'good', text, count: 1 });

function doneMessage(effect: CommandEffect, value: unknown, at: number): Message {
  switch (effect.kind) {
    case 'approve':
      return {
        ...good('✓', `approved ${effect.jobName}`, at),
        awaits: { kind: 'approval', id: effect.approvalId },
      };
    case 'reject':
      return good('✗', `rejected ${effect.jobName}`, at);
    case 'run':
      return { ...good('●', `run of ${effect.jobName} asked for`, at), ...awaitsRun(value) };
    case 'enable':
      return good('✓', `enabled ${effect.jobName}`, at);
    case 'disable':
      return good('‖', `disabled ${effect.jobName}`, at);
    case 'delete':
      return good('■', `deleted ${effect.jobName}`, at);
    case 'cancel-run':
      return good('■', `cancel of run ${effect.runId} ${effect.jobName} asked for`, at);
    case 'kill-run':
      return good('■', `kill of run ${effect.runId} ${effect.jobName} asked for`, at);
    case 'acknowledge':
      return good('△', `acknowledged: ${effect.title}`, at);
    case 'reopen':
      return good('▲', `opened again: ${effect.title}`, at);
    case 'take-over':
      return good('○', 'asked for the engine', at);
    default: {
      const { mark, text } = sheetCommandWords(effect);
      return good(mark, text, at);
    }
  }
}

function awaitsRun(value: unknown): Pick<Message, 'awaits'> {
  const id = (value as { dispatchId?: unknown } | undefined)?.dispatchId;
  return typeof id === 'number' ? { awaits: { kind: 'dispatch', id } } : {};
}

/** When a job that was switched on comes next, where there is room for it. */
function nextFire({ kind }: CommandEffect, value: unknown, clock: ScreenContext['clock']): Pick<Message, 'more'> {
  const at = (value as { job?: { nextRunAt?: unknown } } | undefined)?.job?.nextRunAt;
  return kind === 'enable' && typeof at === 'number' ? { more: `, next fire ${clock(at)}` } : {};
}
