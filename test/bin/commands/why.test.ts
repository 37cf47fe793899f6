import { afterAll, beforeAll, expect, test } from 'vitest';
import { createProgram, type Program } from '../support/program.ts';

let program: Program;
beforeAll(async () => {
  program = createProgram();
  const words = ['--tz', 'Europe/Berlin', '--shell', 'true'];
  await program.run('jobs', 'add', '--name', 'night shift', '--cron', '30 2 * * *', ...words);
  // No clock change touches this one.
  await program.run('jobs', 'add', '--name', 'day shift', '--cron', '30 12 * * *', ...words);
});
afterAll(() => program.remove());

type Why = { code: string; asked: { from: string; zone: string }; state: { code: string }; coming: { code: string } };

test('why answers in sentences for people and in codes for scripts', async () => {
  const why = await program.run('why', 'day shift');
  expect(why.out).toMatch(/^day shift never ran\.\nNext: (?:\S.* )?12:30, in .*, by 30 12 \* \* \*; no engine runs/);
  expect(why.out).toMatch(/^By hand now: waits for an engine; with one: starts at once\.$/m);
  const { data } = await program.json<Why>('why', 'day shift');
  expect(data).toMatchObject({
    answer: 'day shift never ran.',
    state: { code: 'never-ran' },
    coming: { code: 'fires', zone: 'Europe/Berlin', wall: expect.stringMatching(/^\d{4}-\d\d-\d\d 12:30$/) },
  });
});

test('S-2 why --at reads a wall time on the clocks of the job, and says what they do to it', async () => {
  const gap = await program.json<Why>('why', 'night shift', '--at', '2090-03-26 02:30');
  expect(gap.data).toMatchObject({ code: 'gap-shifted', asked: { zone: 'Europe/Berlin' } });
  expect((await program.run('why', 'night shift', '--at', '2090-10-29 02:30')).out).toMatch(
    /^night shift fires at .*\nThe clocks of Europe\/Berlin show this time twice; this is the first\. The second is 2090-10-29T01:30:00\.000Z\.\n$/,
  );
  expect((await program.json<Why>('why', 'night shift', '--at', '2020-01-01 02:30')).data.code).toBe('not-created');
});

test('why --at refuses what is no time, with the clocks it would be read on', async () => {
  const refused = await program.run('why', 'night shift', '--at', 'noon');
  expect(refused).toMatchObject({ code: 2, out: '' });
  expect(refused.err).toContain('--at not understood: "noon" is not a time such as 02:30');
  expect(refused.err).toContain('is on the clocks of Europe/Berlin');
});
