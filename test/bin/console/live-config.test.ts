import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { LOOK_EVERY_MS } from '../../../bin/config/watch-config.ts';
import { appearanceOf } from '../../../bin/console/appearance.ts';
import { createLiveConfig } from '../../../bin/console/live-config.ts';
import { createLooks } from '../../../bin/console/looks.ts';
import type { EngineNews } from '../../../src/ui/console-options.ts';
import { virtualClock } from '../../ui/console/world.ts';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'live-config-'));
});
afterEach(() => rmSync(home, { recursive: true }));

function opened() {
  const clock = virtualClock();
  const told: EngineNews[] = [];
  const settings = { home, config: {} };
  const looks = createLooks(appearanceOf({}, settings, {}));
  const quiet = { setMouse: () => undefined, take: () => undefined };
  createLiveConfig({ settings, clock }, { ui: true }, { looks, ...quiet, tell: (news) => told.push(news) });
  return {
    told,
    write: (text: string) => {
      writeFileSync(join(home, 'config.json'), text);
      clock.pass(2 * LOOK_EVERY_MS);
    },
  };
}

test('what is told of the configuration is about it, so that the line never says that it is broken when it is not', () => {
  const { told, write } = opened();
  write('{"max_active_runs": -4}');
  write('{"ui": {"bell": "off"}}');
  expect(told).toEqual([
    {
      tone: 'bad',
      mark: '✗',
      text: 'configuration not read: max_active_runs in config.json must be 1–1000; the one before is kept',
      about: 'configuration',
    },
    { tone: 'good', mark: '✓', text: 'configuration taken over: ui.bell', about: 'configuration' },
  ]);
});
