import type { LogOptions } from '../../src/engine/ports/log.ts';
import { DELIVERY_DEFAULTS, type DeliverySettings } from '../../src/engine/rules/delivery.ts';
import { RETENTION_DEFAULTS, type RetentionSettings } from '../../src/engine/rules/retention.ts';
import type { Keeping } from '../../src/store/backup/backup-files.ts';
import type { Config } from './config-schema.ts';

/** The roads for messages, as the configuration file names them. */
export function deliverySettings(written: Config['delivery']): DeliverySettings {
  const { webhooks = {}, ntfy, commands, allow_insecure: allowInsecure, max_attempts: maxAttempts } = written ?? {};
  return {
    webhooks: Object.fromEntries(Object.entries(webhooks).map(([name, given]) => [name, withUrl(given)])),
    ...(ntfy === undefined ? {} : { ntfy: withUrl(ntfy) }),
    commands: commands ?? DELIVERY_DEFAULTS.commands,
    allowInsecure: allowInsecure ?? DELIVERY_DEFAULTS.allowInsecure,
    maxAttempts: maxAttempts ?? DELIVERY_DEFAULTS.maxAttempts,
  };
}

const withUrl = <T extends { url: string }>(given: string | T): T | { url: string } =>
  typeof given === 'string' ? { url: given } : given;

/** How long what is over is kept. */
export function retentionSettings(written: Config['retention']): RetentionSettings {
  return {
    runsPerJob: written?.runs_per_job ?? RETENTION_DEFAULTS.runsPerJob,
    runsDays: written?.runs_days ?? RETENTION_DEFAULTS.runsDays,
    otherDays: written?.other_days ?? RETENTION_DEFAULTS.otherDays,
    auditDays: written?.audit_days ?? RETENTION_DEFAULTS.auditDays,
  };
}

const HOUR_MS = 3_600_000;

/** How often a backup is made, and which are kept; `everyMs` 0 makes none. */
export type BackupSettings = { everyMs: number } & Keeping;

export function backupSettings(written: Config['backup']): BackupSettings {
  return {
    everyMs: (written?.every_hours ?? 24) * HOUR_MS,
    keep: written?.keep ?? 14,
    days: written?.days ?? 30,
  };
}

const MB = 1_000_000;

/** What the engine's log tells, and at which size it begins anew. */
export const logSettings = (written: Config['log']): LogOptions => ({
  level: written?.level,
  bytesMax: (written?.max_mb ?? 50) * MB,
});
