import { basename } from 'node:path';
import { counted } from '../../../src/engine/rules/counted.ts';
import { removePartial } from '../../../src/store/backup/backup-files.ts';
import { makeBackup } from '../../../src/store/backup/make-backup.ts';
import { openReadOnly } from '../../../src/store/database.ts';
import { offloadedRuns } from '../../../src/store/lookups/status-reads.ts';
import type { Context } from '../../context.ts';
import { bytesText } from '../../output/bytes.ts';
import { toDocument } from '../../output/documents.ts';
import { auditText } from './audit-text.ts';
import { pruneNow } from './prune.ts';

/** Reads only, so that it needs neither a lock nor a database of this version. */
export function createBackup(context: Context, options: { prune?: true }): void {
  const { settings, clock, output } = context;
  const db = openReadOnly(settings.dbPath);
  try {
    removePartial(settings.backupsDir, clock.now());
    const { inspection, ...file } = makeBackup(db, settings.dbPath, settings.backupsDir, clock.now());
    const removed = options.prune === true ? pruneNow(context, {}) : [];
    const outside = offloadedRuns(db);
    output.answer(toDocument({ ...file, ...inspection, removed: removed.map(({ name }) => name), outside }), () => [
      `made ${file.path}, ${bytesText(file.bytes)}: ${counted(inspection.jobs, 'job')}, ${counted(inspection.runs, 'run')}, read whole and sound`,
      ...removed.map(({ name }) => `removed ${name}`),
    ]);
    if (inspection.audit.kind === 'broken') output.remark(auditText(inspection.audit));
    if (outside > 0) {
      output.remark(
        `the long output of ${counted(outside, 'run')} is in ${basename(settings.runsDir)}/ and not in the backup`,
      );
    }
  } finally {
    db.close();
  }
}
