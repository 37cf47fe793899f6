import { forbiddenTo } from '../../detail/approval-facts.ts';
import { labelled } from '../../detail/labelled.ts';
import { type Line, span } from '../../layout/line.ts';
import { cleanLine } from '../../text/sanitise.ts';
import { approvalChange, approvalContent, decision } from '../approval-content.ts';
import { nameField, noteField } from '../sheet-fields.ts';
import { deciding, type SheetKind } from '../sheet-kind.ts';
import type { ItemOf } from './item-of.ts';

export const approve: SheetKind<ItemOf<'approve'>> = {
  question: ({ risk, jobName }) => `${risk === 'high' ? '◆' : '◇'} Approve ${cleanLine(jobName)}?`,
  back: 'Cancel',
  risk: ({ risk }) => risk,
  fields: ({ item, content }) => {
    if (content.notBy !== undefined) return [];
    return [...(item.risk === 'high' ? [nameField(item.jobName)] : []), noteField];
  },
  buttons: (sheet) =>
    sheet.content.notBy === undefined
      ? deciding('Approve', (context) => decision('approve', sheet, 'note', context))
      : [],
  hint: ({ item, content }) => {
    if (content.notBy !== undefined) return 'Enter back';
    return item.risk === 'high' ? 'type the name, then Enter, Enter' : 'Tab, Enter approves';
  },
  does: () => 'approves',
  content: (sheet, scene, width) => [...approvalContent(sheet, scene, width), ...needs(sheet.content.notBy)],
  recorded: 'hashed',
  read: ({ snapshots, commands, actor, facts }, { approvalId }) => {
    const detail = snapshots.detail({ kind: 'approval', approvalId });
    const forecast = commands.forecastApproved(approvalId);
    if (detail?.kind !== 'approval') return { forecast };
    return { detail, forecast, ...(forbiddenTo(detail, facts) === actor.name ? { notBy: actor.name } : {}) };
  },
  change: ({ item }, content, options) => approvalChange('approved', item.revision, content, options),
};

const needs = (notBy: string | undefined): Line[] =>
  notBy === undefined
    ? []
    : labelled('NEEDS', [[span(`somebody else: not by ${cleanLine(notBy)}, who started it`, 'warn')]]);
