import { type ButtonId, controlsOf, type FieldId, type Sheet, type SheetItem } from '../state/sheet.ts';
import { cleanLine } from '../text/sanitise.ts';

/** The question a sheet asks: the verb and its object. */
export function questionOf(item: SheetItem): string {
  switch (item.kind) {
    case 'approve':
      return `${item.risk === 'high' ? '◆' : '◇'} Approve ${cleanLine(item.jobName)}?`;
    case 'reject':
      return `${item.risk === 'high' ? '◆' : '◇'} Reject ${cleanLine(item.jobName)}?`;
    case 'run':
      return `Run ${cleanLine(item.jobName)}?`;
    case 'cancel-run':
      return `Cancel run ${item.runId} ${cleanLine(item.jobName)}?`;
    case 'enable':
      return `Enable ${cleanLine(item.jobName)}?`;
    case 'disable':
      return `Disable ${cleanLine(item.jobName)}?`;
    case 'delete':
      return `Delete ${cleanLine(item.jobName)}?`;
    case 'leave':
      return 'Leave openclaw-tui?';
    case 'import':
      return 'Import your crontab?';
    case 'unlock':
      return 'Unlock what changes something?';
    case 'take-over':
      return item.owner === undefined ? 'Start the engine here?' : `Take over the engine from PID ${item.owner.pid}?`;
  }
}

const VERBS: Readonly<Record<Exclude<SheetItem['kind'], 'leave' | 'take-over'>, string>> = {
  approve: 'Approve',
  reject: 'Reject',
  run: 'Run',
  'cancel-run': 'Cancel run',
  enable: 'Enable',
  disable: 'Disable',
  delete: 'Delete',
  import: 'Import',
  unlock: 'Unlock',
};

/** What stands in a button: the verb of the question, never Yes. */
export function buttonText(item: SheetItem, id: ButtonId): string {
  switch (id) {
    case 'back':
      // In the sheet that cancels a run the word Cancel would say the opposite of what the button does.
      return item.kind === 'cancel-run' ? 'Back' : 'Cancel';
    case 'decide':
      return decidingWord(item);
    case 'kill':
      return 'Kill now';
    case 'detach':
      return 'Leave it running in the background';
    case 'stop':
      return 'Stop';
  }
}

function decidingWord(item: SheetItem): string {
  if (item.kind === 'leave') return 'Stop';
  if (item.kind === 'take-over') return item.owner === undefined ? 'Start' : 'Take over';
  return VERBS[item.kind];
}

/** What the required field asks for. */
export function fieldQuestion(item: SheetItem, field: FieldId): string {
  if (field === 'reason') return 'Reason';
  return 'jobName' in item ? `Type the job’s name: ${cleanLine(item.jobName)}` : '';
}

const LEAVE_HINTS: Readonly<Partial<Record<ButtonId, string>>> = {
  back: 'Enter goes back, Tab to the buttons',
  detach: 'Enter leaves it running in the background',
  stop: 'Enter stops the engine and leaves',
};

function focusedButton(sheet: Sheet): ButtonId {
  const control = controlsOf(sheet)[sheet.focus];
  return control?.kind === 'button' ? control.id : 'back';
}

/** How the keys of this sheet go, for its footer. */
export function sheetHint(sheet: Sheet): string {
  if (sheet.stage.kind !== 'asking') return 'Enter back';
  switch (sheet.item.kind) {
    case 'approve':
      return sheet.item.risk === 'high' ? 'type the name, then Enter, Enter' : 'Tab, Enter approves';
    case 'reject':
      return 'type the reason, then Enter, Enter';
    case 'delete':
      return sheet.item.nameNeeded ? 'type the name, then Enter, Enter' : 'Tab, Enter deletes';
    case 'leave':
      return LEAVE_HINTS[focusedButton(sheet)] ?? 'Tab to the buttons';
    case 'run':
      return 'Tab, Enter runs it';
    case 'cancel-run':
      return 'Tab, Enter cancels it';
    case 'enable':
      return 'Tab, Enter enables it';
    case 'disable':
      return 'Tab, Enter disables it';
    case 'import':
      return 'Tab, Enter imports';
    case 'unlock':
      return 'Tab, Enter unlocks';
    case 'take-over':
      return sheet.item.owner === undefined ? 'Tab, Enter starts it' : 'Tab, Enter takes it over';
  }
}
