import { cleanLine } from '../../text/sanitise.ts';
import { approvalChange, approvalContent } from '../approval-content.ts';
import { sentenceField } from '../sheet-fields.ts';
import { byCommand, deciding, type SheetKind } from '../sheet-kind.ts';
import type { ItemOf } from './item-of.ts';

export const reject: SheetKind<ItemOf<'reject'>> = {
  question: ({ risk, jobName }) => `${risk === 'high' ? '◆' : '◇'} Reject ${cleanLine(jobName)}?`,
  back: 'Cancel',
  risk: ({ risk }) => risk,
  fields: () => [sentenceField('reason', 'Reason')],
  buttons: ({ item, fields }) => {
    const { approvalId, revision, jobName } = item;
    const note = (fields.reason ?? '').trim();
    return deciding('Reject', () => byCommand({ kind: 'reject', approvalId, revision, note, jobName }));
  },
  hint: () => 'type the reason, then Enter, Enter',
  content: approvalContent,
  recorded: 'hashed',
  read: ({ snapshots }, { approvalId }) => {
    const detail = snapshots.detail({ kind: 'approval', approvalId });
    return detail === undefined ? {} : { detail };
  },
  change: ({ item }, content) => approvalChange('rejected', item.revision, content),
};
