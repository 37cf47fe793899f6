import { accessSync, constants, existsSync, statfsSync, statSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { networkFileSystemAt } from '../../../src/engine/ports/file-system.ts';
import { permissionText } from '../../../src/engine/rules/permissions.ts';
import { judgeRoom } from '../../../src/engine/rules/storage-trouble.ts';
import { inspectDatabase } from '../../../src/store/backup/inspect.ts';
import { isOnReadOnlyDisk } from '../../../src/store/read-only-disk.ts';
import { StoreError } from '../../../src/store/store-error.ts';
import { backupSettings } from '../../config/engine-settings.ts';
import type { Context } from '../../context.ts';
import { logPath } from '../../fault-log.ts';
import { permissionProblems } from '../../home-check.ts';
import { bytesText } from '../../output/bytes.ts';
import { relativeText } from '../../output/times.ts';
import { backupsOf } from '../backup/find-backup.ts';
import { checkConfig } from './configuration.ts';
import { type Finding, finding } from './finding.ts';

/** The disk, who may read what, the log and the backups. */
export function checkFiles(context: Context): Finding[] {
  return [
    ...checkDisk(context),
    ...checkModes(context),
    checkLog(context),
    checkBackups(context),
    ...checkConfig(context),
  ];
}

const DISK = ['disk', 'disk'] as const;
const INODES_MIN = 1_000;

function checkDisk({ settings }: Context): Finding[] {
  const folder = existing(dirname(settings.dbPath));
  const kind = networkFileSystemAt(folder);
  const findings: Finding[] = [];
  if (kind !== undefined) {
    findings.push(
      finding(
        'bad',
        ['network-home', 'disk'],
        `${folder} is on a network file system (${kind})`,
        'choose a folder on a local disk with --home',
      ),
    );
  }
  const { bavail, blocks, bsize, ffree, files } = statfsSync(folder);
  const room = { freeBytes: bavail * bsize, totalBytes: blocks * bsize };
  const verdict = judgeRoom(room, 'enough');
  const text = `${bytesText(room.freeBytes)} of ${bytesText(room.totalBytes)} free on the disk of ${folder}`;
  if (verdict === 'full')
    findings.push(finding('bad', DISK, `${text}: nothing is started`, 'make room; work goes on by itself then'));
  else if (verdict === 'low') findings.push(finding('warn', DISK, text, 'make room before work stops'));
  else if (files > 0 && ffree < INODES_MIN)
    findings.push(
      finding(
        'bad',
        DISK,
        `${ffree === 1 ? '1 inode is' : `${ffree} inodes are`} left on the disk of ${folder}`,
        'remove small files',
      ),
    );
  else findings.push(finding('ok', DISK, text));
  return findings;
}

const existing = (path: string): string =>
  existsSync(path) || dirname(path) === path ? path : existing(dirname(path));

const MODES = ['permissions', 'permissions'] as const;

/** So many are named one by one. */
const NAMED_MAX = 6;

function checkModes({ settings, host }: Context): Finding[] {
  const problems = permissionProblems(settings);
  if (problems.length === 0) return [finding('ok', MODES, `only ${host.user} can get at the home and what is in it`)];
  const named = problems.slice(0, NAMED_MAX).map((problem) => {
    const { what, remedy } = permissionText(problem);
    return finding(problem.kind === 'link' ? 'bad' : 'warn', MODES, what, remedy);
  });
  const more = problems.length - named.length;
  return more === 0 ? named : [...named, finding('warn', MODES, `and ${more} more of the kind`)];
}

function checkLog({ settings }: Context): Finding {
  const path = logPath(settings);
  const LOG = ['log', 'log'] as const;
  if (!existsSync(path)) return finding('ok', LOG, `${path}, made by the first engine`);
  try {
    accessSync(path, constants.W_OK);
    return finding('ok', LOG, `${path}, ${bytesText(statSync(path).size)}`);
  } catch (error) {
    return finding(
      'bad',
      LOG,
      `${path} cannot be written: ${(error as Error).message}`,
      isOnReadOnlyDisk(path) ? 'look at the disk and mount it writable' : 'chown it, or name another with log.file',
    );
  }
}

const BACKUPS = ['backups', 'backups'] as const;
/** A day may pass in which no engine runs. */
const LATE = 2;

function checkBackups(context: Context): Finding {
  const { clock, settings } = context;
  const backups = backupsOf(context);
  const { everyMs } = backupSettings(settings.config.backup);
  const [newest] = backups;
  const make = 'openclaw-tui backup create';
  if (newest === undefined) {
    return existsSync(settings.dbPath)
      ? finding('warn', BACKUPS, 'none yet; the engine makes one a few minutes after its start', make)
      : finding('ok', BACKUPS, 'none yet, and nothing to back up');
  }
  const age = relativeText(newest.at, clock.now());
  try {
    inspectDatabase(newest.path);
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    return finding('bad', BACKUPS, `the newest is no good: ${error.message}`, `${make}; backup verify --all`);
  }
  const text = `${backups.length}, the newest (${basename(newest.path)}) is sound, made ${age}`;
  if (everyMs > 0 && clock.now() - newest.at > LATE * everyMs) return finding('warn', BACKUPS, text, make);
  return finding('ok', BACKUPS, everyMs === 0 ? `${text}; none is made by itself` : text);
}
