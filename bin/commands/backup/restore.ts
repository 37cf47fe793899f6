import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { usersOf } from '../../../src/engine/ports/file-users.ts';
import { runFolderPath } from '../../../src/engine/ports/processes.ts';
import { counted } from '../../../src/engine/rules/counted.ts';
import { type Restored, restoreDatabase } from '../../../src/store/backup/restore.ts';
import { heldFailure } from '../../compose.ts';
import { type Context, isLive } from '../../context.ts';
import { Failure } from '../../failure.ts';
import { toDocument } from '../../output/documents.ts';
import { pairLines } from '../../output/pairs.ts';
import { auditText } from './audit-text.ts';
import { findBackup } from './find-backup.ts';

type Done = Extract<Restored, { kind: 'restored' }>;

export function restoreBackup(context: Context, options: { paused?: true }, given: string): void {
  const { settings, actor, clock, output } = context;
  const backup = findBackup(context, given);
  const answer = restoreDatabase({
    path: settings.dbPath,
    backup,
    actor,
    now: clock.now(),
    isHeld: (lease) => isLive(lease, context),
    usersOf,
    hasToken: (runId) => existsSync(join(runFolderPath(settings.runsDir, runId), 'started')),
    begin: options.paused === true ? 'paused' : 'at-once',
  });
  if (answer.kind !== 'restored') throw refusal(context, answer);
  // An earlier version's tables are brought to this one's here, and not under the next engine's feet.
  context.store();
  const { kind: _, ...facts } = answer;
  output.answer(toDocument({ backup, database: settings.dbPath, ...facts, paused: options.paused === true }), () =>
    pairLines([
      [
        'restored',
        `${basename(backup)}: ${counted(answer.inspection.jobs, 'job')}, ${counted(answer.inspection.runs, 'run')}, ${auditText(answer.inspection.audit)}`,
      ],
      ['database', settings.dbPath],
      ['kept', answer.aside ?? 'nothing: there was no database'],
      ['since', sinceText(answer)],
      ['lost', lostText(answer)],
      ['next', nextText(answer, options)],
    ]),
  );
}

function sinceText({ old, continued: { ended, taken } }: Done): string {
  if (old !== 'read') return 'what happened after the backup is not known; ids go on far above those in it';
  return `${counted(ended, 'run')} active in it had ended, ${taken} of what waited was carried out: none starts again`;
}

const lostText = ({ continued: { lost } }: Done): string | undefined =>
  lost.length === 0
    ? undefined
    : `runs ${lost.join(', ')} are under way and not in it; nobody looks after their processes`;

function nextText({ inspection: { waiting }, continued }: Done, { paused }: { paused?: true }): string {
  const waits = `${Math.max(0, waiting - continued.taken)} waiting`;
  if (paused === true) return `${waits}, everything is paused: queue list, then openclaw-tui resume`;
  return `${waits}; fire times since the backup go by each job's misfire policy`;
}

function refusal({ host }: Context, answer: Exclude<Restored, Done>): Failure {
  if (answer.kind === 'used') {
    return new Failure(
      'conflict',
      'database-used',
      `not restored: pid ${answer.pids.join(', ')} has the database open`,
      {
        hint: 'it cannot be read who runs the engine: end that process first',
      },
    );
  }
  const { message } = heldFailure(answer.lease, host.timeZone);
  return new Failure('conflict', 'lease-held', message.replace(/^no engine started/, 'not restored'), {
    hint: `stop it first: kill -TERM ${answer.lease.pid}; its runs go on, and the next engine takes them back`,
  });
}
