import { afterEach, expect, test } from 'vitest';
import { insert, jobValues } from '../../support/screen-data.ts';
import { aConsole } from './world.ts';

let open: ReturnType<typeof aConsole> | undefined;
afterEach(() => open?.end());

const SNAPSHOT_MS = 250;

test('what was read is drawn in a turn of its own: who waits meanwhile comes in between', () => {
  open = aConsole();
  const { clock, controller, db, options, text } = open;
  insert(db, 'jobs', jobValues('alpha'));
  controller.start();
  open.key('5');
  const between: boolean[] = [];
  const { counters } = options.snapshots;
  options.snapshots.counters = (now) => {
    clock.setTimer(0, () => between.push(text().join().includes('beta')));
    return counters(now);
  };
  insert(db, 'jobs', jobValues('beta'));
  open.change();
  clock.pass(SNAPSHOT_MS);
  expect(between).toEqual([false]);
  expect(text().join()).toContain('beta');
});
