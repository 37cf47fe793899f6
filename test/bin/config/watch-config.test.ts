import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readConfigFile } from '../../../bin/config/config-file.ts';
import { changedKeys } from '../../../bin/config/ui-settings.ts';
import { LOOK_EVERY_MS, watchConfig } from '../../../bin/config/watch-config.ts';
import { virtualClock } from '../../ui/console/world.ts';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'watch-config-'));
  mkdirSync(join(home, 'themes'));
});
afterEach(() => rmSync(home, { recursive: true }));

const write = (text: string): void => writeFileSync(join(home, 'config.json'), text);

function watching(config = {}) {
  const clock = virtualClock();
  const told: unknown[] = [];
  const watch = watchConfig(
    { home, config },
    clock,
    { onConfig: (fresh) => told.push(fresh), onProblem: (why) => told.push(why) },
    readConfigFile,
  );
  return { told, watch, look: (count = 1) => clock.pass(count * LOOK_EVERY_MS) };
}

test('a configuration is taken over within a second, also one that was not there before', () => {
  const { told, look } = watching();
  look(3);
  expect(told).toEqual([]);
  write('{"ui": {"bell": "off"}}');
  look();
  expect(told).toEqual([{ ui: { bell: 'off' } }]);
  look(3);
  expect(told).toHaveLength(1);
});

test('a broken file is told about once, when nobody is writing it any more, and a whole one counts again', () => {
  const { told, look } = watching();
  write('{"ui": ');
  look();
  expect(told).toEqual([]);
  write('{"ui": {"bell": ');
  look();
  expect(told).toEqual([]);
  look(5);
  expect(told).toEqual([expect.stringContaining('config.json, line 1, column 17: expected')]);
  write('{"ui": {}}');
  look();
  expect(told.at(-1)).toEqual({ ui: {} });
});

test('a file that goes away is told about, and changes nothing', () => {
  write('{}');
  const { told, look } = watching();
  rmSync(join(home, 'config.json'));
  look(5);
  expect(told).toEqual([expect.stringContaining('no such file')]);
});

test('the file of the theme that is named is watched as well', () => {
  write('{"ui": {"theme": "ocean"}}');
  const { told, look } = watching({ ui: { theme: 'ocean' } });
  writeFileSync(join(home, 'themes', 'ocean.json'), '{}');
  look();
  expect(told).toEqual([{ ui: { theme: 'ocean' } }]);
});

test('who stopped watching hears nothing', () => {
  const { told, watch, look } = watching();
  watch.stop();
  write('{}');
  look(3);
  expect(told).toEqual([]);
});

test('what counts at once is told apart from what waits for the next start', () => {
  expect(
    changedKeys({ grace_s: 3, ui: { theme: 'dark', bell: 'off' } }, { ui: { theme: 'light', bell: 'off' } }),
  ).toEqual({
    now: ['ui.theme'],
    later: ['grace_s'],
  });
  expect(changedKeys({}, { approvals: { self: false } })).toEqual({ now: ['approvals.self'], later: [] });
});
