import { expect, test } from 'vitest';
import { scheduleOf } from '../../../../src/engine/rules/job/index.ts';
import { aDefinition } from './job-texts.ts';

test.each<[Record<string, unknown>, unknown]>([
  [{}, { kind: 'manual' }],
  [{ parent_id: 'p' }, { kind: 'manual' }],
  [{ schedule_cron: '@reboot' }, { kind: 'reboot' }],
  [
    { schedule_cron: '@Daily', schedule_tz: 'Asia/Tokyo', dst: 'wall' },
    { kind: 'cron', expression: '0 0 * * *', zone: 'Asia/Tokyo', dst: 'wall', seed: 'job1' },
  ],
  [{ schedule_cron: 'H 3 * * *' }, { kind: 'cron', expression: 'H 3 * * *', zone: 'UTC', dst: 'cronie', seed: 'job1' }],
  [
    { schedule_every_ms: 5_000, every_from: 'end' },
    { kind: 'every', everyMs: 5_000, anchorAt: 77, from: 'end' },
  ],
  [{ schedule_at: '2026-02-01 00:00:00' }, { kind: 'at', at: Date.UTC(2026, 1, 1) }],
])('S-1 the schedule of a job with %o', (fields, schedule) => {
  expect(scheduleOf(aDefinition(fields), 'job1', 77)).toEqual(schedule);
});
