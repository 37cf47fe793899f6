import { expect, onTestFinished, test } from 'vitest';
import { approvalValues, dispatchValues, insert, jobValues, runValues } from '../../support/screen-data.ts';
import { aConsole } from './world.ts';

test('a frozen screen keeps its rows and says since when, and the counters go on', () => {
  const console = aConsole();
  onTestFinished(console.end);
  const ask = (name: string): void => {
    insert(console.db, 'jobs', jobValues(name));
    const dispatchId = insert(console.db, 'dispatches', dispatchValues(`job-${name}`));
    const runId = insert(console.db, 'runs', runValues(`job-${name}`, dispatchId, { status: 'awaiting_approval' }));
    insert(
      console.db,
      'approvals',
      approvalValues(`job-${name}`, dispatchId, runId, { expires_at: Date.parse('2026-11-22T15:30:00Z') }),
    );
  };
  ask('first');
  console.controller.start();
  console.type('f');
  ask('second');
  console.change();
  console.clock.pass(1_000);
  const frozen = console.text();
  expect(frozen[0]).toContain('FROZEN 14:32:07');
  expect(frozen[1]).toContain('3 APPROVE 2');
  expect(frozen.join('\n')).not.toContain('second');
  console.type('f');
  console.change();
  console.clock.pass(1_000);
  expect(console.text().join('\n')).toContain('second');
});
