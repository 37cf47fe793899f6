import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { claimStart } from '../../src/engine/ports/processes/run-folder.ts';
import { clearRunFolder } from '../../src/engine/run-folders.ts';
import { createWorld } from '../support/world.ts';
import { agentJob } from './gateway/agent-job.ts';

const claimed = (runId: number): { runsDir: string; folder: string } => {
  const runsDir = mkdtempSync(join(tmpdir(), 'openclaw-folders-'));
  onTestFinished(() => rmSync(runsDir, { recursive: true, force: true }));
  const folder = join(runsDir, String(runId));
  claimStart(folder);
  return { runsDir, folder };
};

test('A-3 the start token of a call that was sent goes with its run', async () => {
  const world = createWorld({ gateway: 'ok' });
  const run = await world.run(world.addJob(agentJob('[[say:x]]')));
  const { runsDir, folder } = claimed(run?.id ?? 0);
  clearRunFolder(world.store, runsDir, run?.id ?? 0);
  expect(existsSync(folder)).toBe(false);
});

test('A-3 a token that recovery took stays, or a frozen engine would find its way free', async () => {
  const world = createWorld();
  const run = await world.run(world.addJob());
  await world.finish(run);
  const { runsDir, folder } = claimed(run?.id ?? 0);
  clearRunFolder(world.store, runsDir, run?.id ?? 0);
  expect(existsSync(join(folder, 'started'))).toBe(true);
});
