import type { Core } from '../core.ts';
import { BACKUP_ALERT_KEY, backupAlert } from '../rules/storage-trouble.ts';
import { messageOf } from '../tick.ts';

/** The start of an engine has better things to do. */
const FIRST_LOOK_MS = 60_000;
const LOOK_EVERY_MS = 600_000;
/** A disk that is full does not have to be told so every ten minutes. */
const AFTER_FAILURE_MS = 3_600_000;

/** Has a backup made when there was none for as long as the configuration says; one that fails is an alert. */
export function createBackupWatch(core: Core): { start(): void; stop(): void } {
  const { store, clock, log, backups, settings } = core.options;
  const everyMs = settings.backupEveryMs ?? 0;
  let cancel: (() => void) | undefined;
  let isStopped = false;

  const later = (delayMs: number): void => {
    if (!isStopped) cancel = clock.setTimer(delayMs, look);
  };
  const look = (): void => {
    if (backups === undefined) return;
    if (core.state !== 'running' || !isDue()) {
      later(LOOK_EVERY_MS);
      return;
    }
    backups.make().then(made, failed);
  };
  /** One from a future that the clock was set back from does not count. */
  const isDue = (): boolean => {
    const now = clock.now();
    return store.jobs.count() > 0 && backups?.madeWithin(now - everyMs, now) === false;
  };
  const made = (): void => {
    log.info({}, 'a backup was made');
    later(LOOK_EVERY_MS);
    if (core.state !== 'stopped') core.write(() => store.alerts.resolve(BACKUP_ALERT_KEY, clock.now()));
  };
  const failed = (error: unknown): void => {
    const why = messageOf(error);
    log.error({ error: why }, 'no backup was made');
    later(AFTER_FAILURE_MS);
    if (core.state !== 'stopped') core.write(() => store.alerts.raise(backupAlert(why), clock.now()));
  };
  return {
    start(): void {
      if (backups !== undefined && everyMs > 0) cancel ??= clock.setTimer(FIRST_LOOK_MS, look);
    },
    stop(): void {
      isStopped = true;
      cancel?.();
      cancel = undefined;
    },
  };
}
