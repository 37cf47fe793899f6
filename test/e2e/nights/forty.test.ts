import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createPlace, type Place } from '../../support/e2e.ts';
import type { RealTerminal } from '../../support/terminal.ts';
import { type AuditEntry, decides, gone, opens, type Run, runsOf, SMALL, serviceOf, until } from './night.ts';

let place: Place;
beforeEach(() => {
  place = createPlace();
});
afterEach(() => place.remove());

const COUNT = 40;
const AT_ONCE = 4;
const MAX_MS = 400_000;
/** An alert tells the third failure in a row; only that one is of the upgrade's cause. */
const FAILURES = 3;
const JOB = `
[ -e repaired ] && exit 0
echo x >>tries.$1
[ $(wc -l <tries.$1) -lt ${FAILURES} ] && exit 1
echo 'node: not found' >&2
exit 127
`;

const all = async (status: string): Promise<Run[]> =>
  (await place.json<Run[]>('runs', 'list', '--status', status, '--limit', '400')).data;
const ofNode = (runs: Run[]): Run[] => runs.filter(({ job_name }) => /^node-\d+$/.test(job_name));

/** Forty jobs with one tag behind one parent fail three times each, and one more of the tag fires all the time. */
async function afterTheUpgrade(): Promise<RealTerminal> {
  await serviceOf(place);
  writeFileSync(join(place.home, 'node.sh'), JOB);
  await place.add('upgrade', 'true', '--set', `max_trigger_fanout=${COUNT}`);
  const names = Array.from({ length: COUNT }, (_, index) => `node-${index + 1}`);
  for (let first = 0; first < COUNT; first += AT_ONCE)
    await Promise.all(
      names
        .slice(first, first + AT_ONCE)
        .map((name) => place.add(name, `sh ./node.sh ${name}`, '--parent', 'upgrade', '--tag', 'node')),
    );
  for (let round = 1; round <= FAILURES; round += 1) {
    await place.start('upgrade');
    await until(async () => expect(ofNode(await all('failed'))).toHaveLength(round * COUNT));
  }
  await place.add('node-beat', 'true', '--every', '2s', '--tag', 'node');
  return place.open(SMALL, { args: ['--screen', 'runs'] });
}

test(
  '40 fail after an upgrade: one row, one pause of their tag, one acknowledgement, and after the repair all are run again',
  async () => {
    const terminal = await afterTheUpgrade();
    await terminal.waitFor(`4 ALERT ${COUNT}`);
    terminal.press('4');
    await terminal.waitFor(new RegExp(`▸ ▲ crit +\\S+ +×${COUNT} `));
    terminal.press('Enter');
    await terminal.waitFor(/ALERT +node-\d+ failed 3× in a row[\s\S]*exit 127: node: not found/);
    await opens(terminal, 'p', 'Pause node-');
    terminal.press('Down');
    await terminal.waitFor('▸ tag:node▏');
    await terminal.waitFor(`Pause tag node?`);
    terminal.press('Enter');
    await decides(terminal, 'Pause', async () => expect((await place.run('status')).out).not.toContain('tag node'));
    await terminal.waitFor(/PAUSED tag node/);
    terminal.press('o');
    await terminal.waitFor(`△ acknowledged ${COUNT} alerts   u undoes it`);
    await until(async () => {
      const why = await place.json<{ slots: { reason?: string }[] }>('why', 'node-beat');
      expect(why.data.slots).toContainEqual(expect.objectContaining({ reason: 'paused' }));
    });
    place.touch('repaired');
    await opens(terminal, 'P', 'Resume tag node?');
    await terminal.waitFor(/SKIPPED \d+ fire times? of 1 job came meanwhile and stay skipped/);
    terminal.press('Enter');
    await decides(terminal, 'Resume', async () => expect((await place.run('status')).out).toContain('node'));
    await terminal.waitFor('✓ resumed tag node');
    await gone(terminal, 'PAUSED');
    await runsAllAgain(terminal);
  },
  MAX_MS,
);

async function runsAllAgain(terminal: RealTerminal): Promise<void> {
  terminal.press('.');
  await terminal.waitFor(/(\d) +runs of this cause/);
  terminal.press(/(\d) +runs of this cause/.exec(terminal.text())?.[1] ?? '');
  await terminal.waitFor(new RegExp(`/status:failed cause:\\w{4} ${COUNT}/`));
  terminal.press('*');
  await terminal.waitFor(`${COUNT} marked`);
  await opens(terminal, 'r', 'Run what is marked?');
  await terminal.waitFor(`${COUNT} runs. They start by priority, within 8 slots and their pools.`);
  terminal.type(`${COUNT}`);
  await terminal.waitFor(`${COUNT}▏`);
  terminal.press('Enter');
  await decides(terminal, `Run ${COUNT}`, async () => expect(ofNode(await all('ok'))).toEqual([]));
  await until(async () => expect(ofNode(await all('ok'))).toHaveLength(COUNT));
  expect(await runsOf(place, 'node-7')).toMatchObject([{ status: 'ok' }, { status: 'error' }, {}, {}]);
  const audit = await place.json<AuditEntry[]>('audit', 'list', '--limit', '400');
  const acknowledged = audit.data.filter(({ action }) => action.startsWith('alert.ack'));
  expect(acknowledged).toHaveLength(COUNT);
}
