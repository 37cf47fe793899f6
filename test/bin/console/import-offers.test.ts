import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createImportOffers } from '../../../bin/console/import-offers.ts';
import { readHost } from '../../../src/engine/ports/host.ts';
import { createWorld } from '../../support/world.ts';

const NOW = Date.parse('2026-11-23T12:00:00Z');

/** A machine with neither crontab nor systemd, and OpenClaw's jobs in a folder. */
async function offersOf(jobs: readonly object[]) {
  const folder = mkdtempSync(join(tmpdir(), 'offers-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'cron');
  mkdirSync(path);
  writeFileSync(join(path, 'jobs.json'), JSON.stringify({ version: 1, jobs }));
  const env = { PATH: folder, OPENCLAW_STATE_DIR: folder };
  const host = { ...readHost(), homeDir: folder, timeZone: 'Europe/Berlin', env };
  const { store, commands } = createWorld();
  const around = { host, store, commands, actor: { name: 'ana' } as never, clock: { now: () => NOW } };
  return await createImportOffers(around).look();
}

const jobAt = (name: string, at: string) => ({
  id: name,
  name,
  enabled: true,
  createdAtMs: 1,
  updatedAtMs: 1,
  schedule: { kind: 'at', at },
  sessionTarget: 'isolated',
  wakeMode: 'now',
  payload: { kind: 'agentTurn', message: 'look at the disks' },
  state: {},
});

test('when something of OpenClaw comes once is told as clocks are, with the zone they are of', async () => {
  const offers = await offersOf([
    jobAt('today', '2026-11-23T19:00:00.000Z'),
    jobAt('soon', '2026-11-25T06:30:00Z'),
    jobAt('summer', '2027-07-01T10:00:00+02:00'),
    jobAt('past', '2026-11-01T06:30:00Z'),
  ]);
  const openclaw = offers.find(({ source }) => source === 'openclaw');
  expect(openclaw?.items.map((item) => [item.name, item.kind === 'fits' ? item.schedule : item.because])).toEqual([
    ['today', 'at 20:00 CET'],
    ['soon', 'at Wed 07:30 CET'],
    ['summer', 'at 2027-07-01 10:00 CEST'],
    ['past', 'its time is past: 2026-11-01 07:30 Europe/Berlin'],
  ]);
});
