import { expect, test } from 'vitest';
import { runHead } from '../../../src/ui/detail/run-rows.ts';
import { plainOf } from '../../../src/ui/layout/line.ts';
import { backupDetail } from '../scenes/backup.ts';
import { aDefinition, aJob } from '../scenes/builders.ts';
import { aScene, aView, DATA } from '../scenes.ts';

test('the head of a watchdog’s run shows the check, not the label', () => {
  const definition = aDefinition({
    job_type: 'watchdog',
    payload_message: 'the label',
    watchdog_check_cmd: 'pgrep -f etl',
  });
  const detail = { ...backupDetail, job: aJob('watch', { definition }) };
  const data = { target: { kind: 'run' as const, runId: 8811 }, detail };
  const rows = runHead(detail, data, aScene(aView(80, 24, 'runs'), DATA), 78).map(plainOf);
  expect(rows[1]).toMatch(/^ \$ pgrep -f etl/);
});
