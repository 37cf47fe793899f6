import { expect, test } from 'vitest';
import { deliverySettings, logSettings, retentionSettings } from '../../../bin/config/engine-settings.ts';

test('roads are named, an address alone is a road, and nothing written means the defaults', () => {
  expect(deliverySettings(undefined)).toEqual({ webhooks: {}, commands: {}, allowInsecure: false, maxAttempts: 10 });
  const secret = { from_env: 'OPS_SECRET' };
  const webhooks = { ops: 'https://ops.example/', signed: { url: 'https://signed.example/', secret } };
  expect(deliverySettings({ webhooks, ntfy: 'https://ntfy.example/', max_attempts: 3 })).toEqual({
    webhooks: { ops: { url: 'https://ops.example/' }, signed: { url: 'https://signed.example/', secret } },
    ntfy: { url: 'https://ntfy.example/' },
    commands: {},
    allowInsecure: false,
    maxAttempts: 3,
  });
});

test('what is kept how long is the default where it is not written', () => {
  expect(retentionSettings({ runs_days: 7 })).toEqual({ runsPerJob: 100, runsDays: 7, otherDays: 30, auditDays: 400 });
});

test('the log begins anew at 50 MB where nothing else is written', () => {
  expect(logSettings(undefined)).toEqual({ level: undefined, bytesMax: 50_000_000 });
  expect(logSettings({ level: 'warn', max_mb: 5 })).toEqual({ level: 'warn', bytesMax: 5_000_000 });
});
