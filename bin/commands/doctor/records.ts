import { accessSync, constants } from 'node:fs';
import { readExit, runFolderPath } from '../../../src/engine/ports/processes.ts';
import { counted } from '../../../src/engine/rules/counted.ts';
import type { Db } from '../../../src/store/database.ts';
import { type ActiveRun, doctorReads } from '../../../src/store/lookups/doctor-reads.ts';
import { leaseIn } from '../../../src/store/lookups/lease-read.ts';
import { type Context, isLive } from '../../context.ts';
import { type Finding, finding } from './finding.ts';

/** Rows that cannot be as they are, messages that do not go out, and shells that are not there. */
export function checkRecords(context: Context, db: Db): Finding[] {
  return [...checkQueue(context, db), ...checkJobs(db), ...checkMessages(db), ...checkShells(db), ...checkAlerts(db)];
}

function checkQueue(context: Context, db: Db): Finding[] {
  const reads = doctorReads(db);
  const claimed = reads.claimedWithoutRun();
  const gone = reads.activeRuns().filter((run) => isGone(context, run));
  const lease = leaseIn(db);
  const hasEngine = lease !== undefined && isLive(lease, context);
  if (claimed.length === 0 && gone.length === 0)
    return [finding('ok', ['queue', 'queue'], 'every claim has its run, every run its process')];
  const findings: Finding[] = [];
  if (claimed.length > 0) {
    const text = `${counted(claimed.length, 'claim')} without a run, of dispatch ${claimed.join(', ')}`;
    findings.push(finding('bad', ['claimed-without-run', 'queue'], text, 'the next start of an engine puts them back'));
  }
  if (gone.length > 0) {
    const text = `${counted(gone.length, 'run')} without a process: ${gone.map(({ id }) => id).join(', ')}`;
    findings.push(
      hasEngine
        ? finding(
            'warn',
            ['run-without-process', 'queue'],
            text,
            'settled within seconds; if they stay, start the engine anew',
          )
        : finding('note', ['run-without-process', 'queue'], `${text}; the next engine settles them`),
    );
  }
  return findings;
}

/** A job that nobody can read never fires, and every command but two refuses it. */
function checkJobs(db: Db): Finding[] {
  return doctorReads(db)
    .unreadableJobs()
    .map(({ id, name, problem }) =>
      finding(
        'bad',
        ['job-unreadable', 'jobs'],
        `${name} (${id}) cannot be read: ${problem}`,
        `jobs update ${id} with a whole definition puts it right, jobs delete ${id} takes it away`,
      ),
    );
}

/** One that has left its exit status is only waiting to be settled; calls to the gateway have no process. */
function isGone({ host, settings }: Context, { id, pid, pidStart, bootId }: ActiveRun): boolean {
  if (pid === undefined || pidStart === undefined || bootId === undefined) return false;
  return !host.isAlive({ pid, pidStart, bootId }) && readExit(runFolderPath(settings.runsDir, id)) === undefined;
}

function checkMessages(db: Db): Finding[] {
  const reads = doctorReads(db);
  const [held, failed] = [reads.heldMessages(), reads.failedMessages()];
  const text = [held > 0 ? `${held} held` : '', failed > 0 ? `${failed} given up` : ''].filter((part) => part !== '');
  return text.length === 0
    ? [finding('ok', ['messages', 'messages'], 'none is held or given up')]
    : [finding('warn', ['messages', 'messages'], text.join(', '), 'msg outbox says why; msg resend sends again')];
}

function checkShells(db: Db): Finding[] {
  return doctorReads(db)
    .shells()
    .filter(({ shell }) => !isExecutable(shell))
    .map(({ shell, job }) =>
      finding(
        'bad',
        ['shell-missing', 'shells'],
        `${shell}, which ${job} names, is not there or not executable`,
        `install it, or jobs update ${job} --set shell=null`,
      ),
    );
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function checkAlerts(db: Db): Finding[] {
  const open = doctorReads(db).openCriticalAlerts();
  if (open === 0) return [];
  return [finding('warn', ['alerts', 'alerts'], `${counted(open, 'critical alert')} open`, 'alerts list')];
}
