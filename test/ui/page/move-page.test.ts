import { afterEach, describe, expect, test } from 'vitest';
import type { Elsewhere } from '../../../src/ui/import/cron-move.ts';
import { aPageConsole } from './world.ts';

type World = ReturnType<typeof aPageConsole>;
const opened: World[] = [];
afterEach(() => {
  for (const world of opened.splice(0)) world.end();
});

/** `E` on a job that arrived paused because another scheduler has it. */
async function enabling(because: string, elsewhere: Elsewhere, size = {}): Promise<World> {
  const world = aPageConsole(size, {
    job: { enabled: 0, disabled_because: because },
    move: { jobId: 'backup', jobName: 'backup', schedule: '30 2 * * *', elsewhere },
  });
  opened.push(world);
  world.type('5', 'E');
  await world.arm();
  return world;
}

const ON = { who: 'OpenClaw', isOff: false, stop: 'openclaw cron disable 3f2a' } as const;

describe('switching on a job that another scheduler has', () => {
  test('the page warns that both would run it, and says how it is ended there', async () => {
    const screen = (await enabling('OpenClaw runs it', ON)).screen();
    expect(screen).toContain('Start backup here?');
    expect(screen).toContain('! OpenClaw runs backup too, and goes on: started here as well,');
    expect(screen).toContain('$ openclaw cron disable 3f2a');
  });

  test('a timer of systemd gets the same warning', async () => {
    const stop = 'systemctl --user disable --now backup.timer';
    const screen = (await enabling('systemd runs it', { who: 'systemd', isOff: false, stop })).screen();
    expect(screen).toContain('! systemd runs backup too');
    expect(screen).toContain(stop);
  });

  test('where it is off there already, nothing warns', async () => {
    const screen = (await enabling('OpenClaw runs it', { ...ON, isOff: true })).screen();
    expect(screen).toContain('OpenClaw has backup switched off, so nothing runs it twice.');
    expect(screen).not.toContain('! OpenClaw');
  });

  test('Enter goes back, Tab Enter starts it', async () => {
    const world = await enabling('OpenClaw runs it', ON);
    world.type('Enter');
    expect(world.asked).toEqual([]);
    world.type('E');
    await world.arm();
    world.type('Tab', 'Enter');
    await world.settle();
    expect(world.asked).toEqual([['move', 'backup', undefined]]);
  });
});
