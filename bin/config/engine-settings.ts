import { DELIVERY_DEFAULTS, type DeliverySettings } from '../../src/engine/rules/delivery.ts';
import { RETENTION_DEFAULTS, type RetentionSettings } from '../../src/engine/rules/retention.ts';
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
