import type { PauseScopeFacts } from '../../../store/snapshot/pause-scope.ts';
import type { Line } from '../../layout/line.ts';
import type { Scene } from '../../scene.ts';
import { cleanLine } from '../../text/sanitise.ts';
import { jobContent, jobOf } from '../job-content.ts';
import { prose } from '../prose.ts';
import { firesText, runningText, saidRows } from '../scope-rows.ts';
import { noteField } from '../sheet-fields.ts';
import { byCommand, filled, type SheetKind } from '../sheet-kind.ts';
import type { ItemOf } from './item-of.ts';

export const disable: SheetKind<ItemOf<'disable'>> = {
  question: ({ jobName }) => `Disable ${cleanLine(jobName)}?`,
  back: 'Cancel',
  fields: () => [{ ...noteField, label: 'Reason' }],
  buttons: ({ item: { jobId, jobName }, fields }) =>
    filled('Disable', () => {
      const because = (fields.note ?? '').trim();
      return byCommand(
        because === '' ? { kind: 'disable', jobId, jobName } : { kind: 'disable-because', jobId, jobName, because },
      );
    }),
  hint: () => 'Tab, Enter disables it',
  does: () => 'disables it',
  content: (sheet, scene, width) => [
    ...prose(['Nothing of it starts by itself until somebody enables it; by hand it runs all the same.'], width),
    ...(sheet.content.scope === undefined ? [] : scopeRows(sheet.content.scope, scene, width)),
    [],
    ...jobContent(sheet, scene, width),
  ],
  recorded: 'plain',
  read: (options, { jobId }) => ({
    ...jobOf(options, jobId),
    scope: options.snapshots.pauseScope.facts({ scope: 'job', key: jobId }),
  }),
};

function scopeRows(facts: PauseScopeFacts, scene: Scene, width: number): Line[] {
  return [
    ...saidRows('GOES ON', runningText(facts), width),
    ...saidRows('CANCELS', facts.waiting === 0 ? '' : `${facts.waiting} in the queue; enabling revives none`, width),
    ...saidRows('MISSES', firesText(facts, scene), width),
  ];
}
