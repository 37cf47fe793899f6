import { cleanLine } from '../../text/sanitise.ts';
import { approvalChange, approvalContent } from '../approval-content.ts';
import { nameField, noteField } from '../sheet-fields.ts';
import { byCommand, deciding, type SheetKind } from '../sheet-kind.ts';
import type { ItemOf } from './item-of.ts';

export const approve: SheetKind<ItemOf<'approve'>> = {
  question: ({ risk, jobName }) => `${risk === 'high' ? '◆' : '◇'} Approve ${cleanLine(jobName)}?`,
  back: 'Cancel',
  risk: ({ risk }) => risk,
  fields: ({ item }) => [...(item.risk === 'high' ? [nameField(item.jobName)] : []), noteField],
  buttons: ({ item, fields }) => {
    const { approvalId, revision, jobName } = item;
    const note = (fields.note ?? '').trim();
    return deciding('Approve', () => byCommand({ kind: 'approve', approvalId, revision, note, jobName }));
  },
  hint: ({ item }) => (item.risk === 'high' ? 'type the name, then Enter, Enter' : 'Tab, Enter approves'),
  content: approvalContent,
  recorded: 'hashed',
  read: ({ snapshots, commands }, { approvalId }) => {
    const detail = snapshots.detail({ kind: 'approval', approvalId });
    return { ...(detail === undefined ? {} : { detail }), forecast: commands.forecastApproved(approvalId) };
  },
  change: ({ item }, content) => approvalChange('approved', item.revision, content),
};
