import type { AuditEntry } from '../../../src/store/audit.ts';
import { auditReads } from '../../../src/store/lookups/audit-reads.ts';
import { jobReads } from '../../../src/store/lookups/job-reads.ts';
import type { Actor } from '../../../src/store/nouns/actor.ts';
import type { Context } from '../../context.ts';
import { findJob } from '../../find.ts';
import { toDocument } from '../../output/documents.ts';
import type { Cell } from '../../output/table.ts';
import { wallText } from '../../output/times.ts';

type Options = { job?: string; by?: string; action?: string; last?: number; limit: number };

const COLUMNS = [
  { title: 'id', align: 'right' },
  { title: 'when' },
  { title: 'who' },
  { title: 'action' },
  { title: 'what' },
  { title: 'detail' },
] as const;

export function listAudit(context: Context, options: Options): void {
  const { db } = context.store();
  const { by, action, last, limit } = options;
  const entries = auditReads(db).list({
    limit,
    ...(options.job === undefined ? {} : { subjectKind: 'job', subjectId: findJob(jobReads(db), options.job).id }),
    ...(by === undefined ? {} : { actor: by }),
    ...(action === undefined ? {} : { action }),
    ...(last === undefined ? {} : { sinceAt: context.clock.now() - last }),
  });
  context.output.remarkIfFull(entries.length, limit);
  context.output.answer(toDocument(entries), () =>
    entries.length === 0
      ? ['No entries. Whatever somebody changes leaves one here.']
      : context.output.table(
          COLUMNS,
          entries.map((entry) => rowOf(entry, context.host.timeZone)),
        ),
  );
}

const rowOf = (entry: AuditEntry, zone: string): Cell[] => [
  String(entry.id),
  wallText(entry.at, zone),
  whoOf(entry.actor),
  entry.action,
  entry.subjectName === '' ? `${entry.subjectKind} ${entry.subjectId}` : entry.subjectName,
  Object.keys(entry.detail).length === 0 ? '' : JSON.stringify(entry.detail),
];

function whoOf({ name, via, tty, ssh }: Actor): string {
  const place = ssh ?? tty;
  return via === 'engine' ? name : `${name} (${via}${place === undefined ? '' : `, ${place}`})`;
}
