import type { Context } from '../../context.ts';
import { bytesText } from '../../output/bytes.ts';
import { toDocument } from '../../output/documents.ts';
import { relativeText, wallText } from '../../output/times.ts';
import { backupsOf } from './find-backup.ts';

export function listAll(context: Context): void {
  const { output, clock, host } = context;
  const backups = backupsOf(context);
  output.answer(toDocument(backups), () =>
    backups.length === 0
      ? [`no backup in ${context.settings.backupsDir}; backup create makes one`]
      : output.table(
          [{ title: 'BACKUP' }, { title: 'MADE' }, { title: '' }, { title: 'SIZE', align: 'right' }],
          backups.map(({ name, at, bytes }) => [
            name,
            wallText(at, host.timeZone),
            relativeText(at, clock.now()),
            bytesText(bytes),
          ]),
        ),
  );
}
