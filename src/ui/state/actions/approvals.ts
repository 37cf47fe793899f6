import type { Selection } from '../selection.ts';
import type { SheetItem } from '../sheet.ts';
import type { Action } from './action.ts';
import { needs } from './needs.ts';
import { opensFor } from './open-sheet.ts';

export const APPROVAL_ACTIONS: readonly Action[] = [
  {
    id: 'approve',
    keys: ['a'],
    title: 'approve',
    command: 'openclaw-tui approvals approve ID',
    opens: 'sheet',
    group: 'act',
    marked: 'approve',
    footer: { panels: ['approvals'], word: 'approve' },
    offBecause: needs('approval', '{approve} approves', 'an approval'),
    run: opensFor((selection) => itemOf('approve', selection)),
  },
  {
    id: 'reject',
    keys: ['x'],
    title: 'reject',
    command: 'openclaw-tui approvals reject ID',
    opens: 'sheet',
    group: 'act',
    marked: 'reject',
    footer: { panels: ['approvals'], word: 'reject' },
    offBecause: needs('approval', '{reject} rejects', 'an approval'),
    run: opensFor((selection) => itemOf('reject', selection)),
  },
];

function itemOf(kind: 'approve' | 'reject', selection: Selection): SheetItem | undefined {
  if (selection.kind !== 'approval') return undefined;
  const { key, approvalId, revision, jobName, risk } = selection;
  return { kind, key, approvalId, revision, jobName, risk };
}
