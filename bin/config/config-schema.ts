import * as z from 'zod';
import { BELLS, NOTIFIERS } from '../../src/ui/notify/ring-rule.ts';

const whole = (min: number, max: number) =>
  z.int(`a whole number ${min}–${max}`).min(min, `${min}–${max}`).max(max, `${min}–${max}`);
const oneOf = <const T extends readonly [string, ...string[]]>(values: T) =>
  z.enum(values, `one of ${values.join(', ')}`);
const flag = z.boolean('true or false');
const text = z.string('text');
const url = z.url({ protocol: /^https?$/, error: 'an http or https address' });
/** Where a secret is read when it is needed; the file itself never holds one. */
const secret = z.union(
  [z.strictObject({ from_file: text }), z.strictObject({ from_env: text })],
  '{"from_file": "/path"} or {"from_env": "NAME"}',
);

/** The configuration file; every key may be left out, none may be unknown. */
export const configSchema = z.strictObject({
  max_active_runs: whole(1, 1_000).optional(),
  grace_s: whole(0, 86_400).optional(),
  on_hangup: oneOf(['keep', 'stop']).optional(),
  retention: z
    .strictObject({
      runs_per_job: whole(1, 100_000).optional(),
      runs_days: whole(1, 36_500).optional(),
      other_days: whole(1, 36_500).optional(),
      audit_days: whole(1, 36_500).optional(),
    })
    .optional(),
  backup: z
    .strictObject({
      every_hours: whole(0, 8_760).optional(),
      keep: whole(1, 1_000).optional(),
      days: whole(1, 36_500).optional(),
    })
    .optional(),
  gateway: z
    .strictObject({ url: text.optional(), token_file: text.optional(), allow_insecure: flag.optional() })
    .optional(),
  approvals: z.strictObject({ self: flag.optional() }).optional(),
  delivery: z
    .strictObject({
      webhooks: z
        .record(
          z.string(),
          z.union([url, z.strictObject({ url, secret: secret.optional() })], 'an address, or {"url", "secret"}'),
        )
        .optional(),
      ntfy: z
        .union([url, z.strictObject({ url, token: secret.optional() })], 'an address, or {"url", "token"}')
        .optional(),
      commands: z.record(z.string(), z.array(text).min(1, 'the program and its arguments')).optional(),
      allow_insecure: flag.optional(),
      max_attempts: whole(1, 100).optional(),
    })
    .optional(),
  ui: z
    .strictObject({
      theme: text.optional(),
      ascii: flag.optional(),
      mouse: flag.optional(),
      bell: oneOf(BELLS).optional(),
      notify: oneOf(NOTIFIERS).optional(),
      time: oneOf(['relative', 'absolute', 'utc']).optional(),
      columns: z.record(z.string(), z.array(text)).optional(),
      keys: z.record(z.string(), z.union([text, z.array(text), z.null()], 'a key, a list of keys, or null')).optional(),
    })
    .optional(),
  hooks: z.record(z.string(), text).optional(),
  metrics: z.strictObject({ listen: text.optional() }).optional(),
  log: z
    .strictObject({
      level: oneOf(['trace', 'debug', 'info', 'warn', 'error', 'fatal']).optional(),
      file: text.optional(),
      max_mb: whole(1, 10_000).optional(),
    })
    .optional(),
  env_deny: z.array(text).optional(),
});
export type Config = z.infer<typeof configSchema>;
