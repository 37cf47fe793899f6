import type { NewAlert } from '../../store/nouns/alert.ts';
import { alertTexts } from './texts.ts';

export type Room = { freeBytes: number; totalBytes: number };
export type RoomVerdict = 'enough' | 'low' | 'full';

const MIB = 1024 * 1024;
/** Of a small file system a share, or it would never have enough. */
const LOW = { bytes: 512 * MIB, share: 0.05 };
/** Below this nothing is started: a run that cannot make its files fails for no fault of its own. */
const FULL = { bytes: 16 * MIB, share: 0.01 };
/** What was low is enough again only well above the mark, or an alert would come and go. */
const AGAIN = 1.2;

export function judgeRoom({ freeBytes, totalBytes }: Room, before: RoomVerdict): RoomVerdict {
  const mark = ({ bytes, share }: typeof LOW): number => Math.min(bytes, totalBytes * share);
  if (freeBytes < mark(FULL) * (before === 'full' ? AGAIN : 1)) return 'full';
  return freeBytes < mark(LOW) * (before === 'enough' ? 1 : AGAIN) ? 'low' : 'enough';
}

export const mibOf = (bytes: number): number => Math.floor(bytes / MIB);

export const ROOM_ALERT_KEY = 'disk:room';

/** */
export const roomAlert = (folder: string, { freeBytes }: Room, verdict: 'low' | 'full'): NewAlert => ({
  kind: 'disk',
  key: ROOM_ALERT_KEY,
  severity: verdict === 'full' ? 'crit' : 'warn',
  ...alertTexts.diskRoom(folder, mibOf(freeBytes), verdict),
});

export type RunOnFullDisk = { id: number; jobId: string; jobName: string; error?: string };

/** A run that ended because there was no room, wherever that was; undefined for every other. */
export function runWithoutRoom({ id, jobId, jobName, error = '' }: RunOnFullDisk): NewAlert | undefined {
  if (!/no space left on|ENOSPC|EDQUOT/i.test(error)) return undefined;
  const text = alertTexts.runWithoutRoom(jobName, id, error);
  return { kind: 'disk', key: `disk:${jobId}`, severity: 'warn', ...text, jobId, runId: id };
}

export type TroubleKind = 'disk' | 'database' | 'busy';

const NO_ROOM = /^(SQLITE_FULL|ENOSPC|EDQUOT)/;
const FAULT = /^(SQLITE_(IOERR|READONLY|CANTOPEN|NOMEM|LOCKED|CORRUPT|NOTADB|PROTOCOL)|EIO|EROFS)/;

/** What an error's code says of the disk or the database as a whole; undefined when it is an error like any other. */
export function troubleOf(code: string): 'disk' | 'database' | undefined {
  if (NO_ROOM.test(code)) return 'disk';
  return FAULT.test(code) ? 'database' : undefined;
}

export type Episode = { kind: TroubleKind; error: string; since: number; until: number };

/** R-8, D-104. Written as soon as something can be written again. */
export const troubleAlert = (episode: Episode): NewAlert => ({
  kind: episode.kind === 'disk' ? 'disk' : 'database',
  key: TROUBLE_KEYS[episode.kind],
  severity: episode.kind === 'busy' ? 'warn' : 'crit',
  ...alertTexts.storageTrouble(episode),
});

const TROUBLE_KEYS = { disk: 'disk:full', database: 'database:fault', busy: 'database:busy' } as const;

export const DAMAGE_ALERT_KEY = 'database:damaged';

/** What a check found; only one that finds it sound again resolves it, or a person. */
export const damageAlert = (found: string): NewAlert => ({
  kind: 'database',
  key: DAMAGE_ALERT_KEY,
  severity: 'crit',
  ...alertTexts.damaged(found),
});

export const BACKUP_ALERT_KEY = 'backup:failed';

/** The next one that succeeds resolves it. */
export const backupAlert = (why: string): NewAlert => ({
  kind: 'database',
  key: BACKUP_ALERT_KEY,
  severity: 'warn',
  ...alertTexts.backup(why),
});
