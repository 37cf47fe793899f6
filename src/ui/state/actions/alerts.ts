import { still } from '../reduced.ts';
import { selectionOf } from '../selection.ts';
import type { Action } from './action.ts';
import { needsAlert } from './needs.ts';

export const ALERT_ACTIONS: readonly Action[] = [
  {
    id: 'acknowledge',
    keys: ['o'],
    title: 'acknowledge an alert',
    command: 'openclaw-tui alerts ack ALERT',
    group: 'act',
    marked: 'acknowledge',
    footer: { panels: ['alerts'], word: 'acknowledge' },
    offBecause: needsAlert('open', '{acknowledge} acknowledges', 'it is acknowledged; {reopen} opens it again'),
    run: atOnce('acknowledge'),
  },
  {
    id: 'reopen',
    keys: ['O'],
    title: 'open an alert again',
    command: 'openclaw-tui alerts reopen ALERT',
    group: 'act',
    marked: 'reopen',
    footer: { panels: ['alerts'], word: 'reopen' },
    offBecause: needsAlert('acknowledged', '{reopen} reopens', 'it is open; {acknowledge} acknowledges it'),
    run: atOnce('reopen'),
  },
];

function atOnce(kind: 'acknowledge' | 'reopen'): Action['run'] {
  return (view, _pressed, { data }) => {
    const selection = selectionOf(view, data);
    if (selection.kind !== 'alert') return still(view);
    const alert = data.lists['alerts.open']?.rows.find((row) => row.id === selection.alertId);
    const title = alert?.title ?? selection.jobName ?? 'the alert';
    return still(view, [{ kind: 'command', command: { kind, alertId: selection.alertId, title } }]);
  };
}
