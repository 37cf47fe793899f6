import { basename } from 'node:path';
import { counted } from '../../../src/engine/rules/counted.ts';
import { refuseOtherBytes } from '../../../src/store/backup/checksum.ts';
import { type Inspection, inspectDatabase } from '../../../src/store/backup/inspect.ts';
import { StoreError } from '../../../src/store/store-error.ts';
import type { Context } from '../../context.ts';
import { Failure } from '../../failure.ts';
import { toDocument } from '../../output/documents.ts';
import { auditText } from './audit-text.ts';
import { backupsOf, findBackup } from './find-backup.ts';

type Verdict = { path: string } & ({ kind: 'sound'; inspection: Inspection } | { kind: 'bad'; why: string });

export function verifyBackups(context: Context, options: { all?: true }, given: string[]): void {
  const wanted = given.length === 0 && options.all !== true ? ['newest'] : given;
  const named = wanted.map((each) => findBackup(context, each));
  const paths = options.all === true ? backupsOf(context).map(({ path }) => path) : named;
  const verdicts = paths.map(verdictOf);
  const bad = verdicts.filter((verdict) => verdict.kind === 'bad');
  const [first] = bad;
  if (first !== undefined) {
    const more = bad.length === 1 ? '' : `, and ${bad.length - 1} more`;
    throw new Failure('refused', 'backup-damaged', `${first.why}${more}`, { hint: remedyAmong(verdicts) });
  }
  const sound = verdicts.filter((verdict) => verdict.kind === 'sound');
  context.output.answer(toDocument(sound.map(({ path, inspection }) => ({ path, ...inspection }))), () =>
    sound.map(({ path, inspection }) => {
      const { schema, jobs, runs, audit } = inspection;
      return `${basename(path)}: sound, ${counted(jobs, 'job')}, ${counted(runs, 'run')}, schema ${schema}, ${auditText(audit)}`;
    }),
  );
}

/** A changed audit is bad here, where somebody asks for it, and no reason to make no backup. */
function verdictOf(path: string): Verdict {
  try {
    const inspection = inspectDatabase(path);
    refuseOtherBytes(path);
    if (inspection.audit.kind === 'intact') return { path, kind: 'sound', inspection };
    return { path, kind: 'bad', why: `${path}: ${auditText(inspection.audit)}` };
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    return { path, kind: 'bad', why: error.message };
  }
}

function remedyAmong(verdicts: readonly Verdict[]): string {
  const sound = verdicts.find(({ kind }) => kind === 'sound');
  return sound === undefined ? 'backup verify --all looks for a sound one' : `${basename(sound.path)} is sound`;
}
