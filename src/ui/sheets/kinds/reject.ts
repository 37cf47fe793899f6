import { cleanLine } from '../../text/sanitise.ts';
import { approvalChange, approvalContent, decision, earlierReasons } from '../approval-content.ts';
import { sentenceField } from '../sheet-fields.ts';
import { filled, type SheetKind } from '../sheet-kind.ts';
import type { ItemOf } from './item-of.ts';

export const reject: SheetKind<ItemOf<'reject'>> = {
  question: ({ risk, jobName }) => `${risk === 'high' ? '◆' : '◇'} Reject ${cleanLine(jobName)}?`,
  back: 'Cancel',
  risk: ({ risk }) => risk,
  fields: ({ content: { reasons = [] } }) => [
    {
      ...sentenceField('reason', reasons.length === 0 ? 'Reason' : 'Reason, or ↑↓ for an earlier one'),
      choices: reasons,
    },
  ],
  buttons: (sheet) => filled('Reject', (context) => decision('reject', sheet, 'reason', context)),
  hint: () => 'type the reason, then Enter, Enter',
  does: () => 'rejects',
  content: approvalContent,
  recorded: 'hashed',
  read: ({ snapshots }, { approvalId }) => {
    const detail = snapshots.detail({ kind: 'approval', approvalId });
    if (detail === undefined) return {};
    return { detail, reasons: earlierReasons(snapshots.decidedApprovals({}).rows, detail.job?.id) };
  },
  change: ({ item }, content, options) => approvalChange('rejected', item.revision, content, options),
};
