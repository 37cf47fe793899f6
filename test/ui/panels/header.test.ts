import { expect, test } from 'vitest';
import type { EngineFacts } from '../../../src/ui/console-options.ts';
import { plainOf } from '../../../src/ui/layout/line.ts';
import { compactHeader, wideHeader } from '../../../src/ui/panels/header.ts';
import { NOW } from '../scenes/builders.ts';
import { aScene, aView, DATA } from '../scenes.ts';

const scene = (engine: EngineFacts) => aScene(aView(80, 24, 'runs'), DATA, { live: { engine } });
const attached = {
  kind: 'attached',
  pid: 4711,
  host: 'db2',
  user: 'ops',
  mode: 'headless',
  sinceAt: NOW - 60_000,
} as const;

test.each<[EngineFacts, string, string]>([
  [{ kind: 'here', sinceAt: NOW - 60_000 }, 'ENGINE here', 'ENGINE here, 1m'],
  [attached, 'attached to PID 4711', 'attached to PID 4711 (no-ui) on db2, 1m'],
  [{ ...attached, mode: 'console' }, 'attached to PID 4711', 'attached to PID 4711 on db2, 1m'],
  [{ ...attached, silentMs: 5_000 }, 'engine silent 5s', 'attached to PID 4711 (no-ui) on db2  engine silent 5s'],
  [{ ...attached, silentMs: 72_000 }, 'engine still 1m12s: kill -CONT 4711', 'engine still 1m12s: kill -CONT 4711'],
  [{ kind: 'none' }, 'NO ENGINE', 'NO ENGINE'],
])('%j: the header says whose engine it is', (engine, compact, wide) => {
  expect(plainOf(compactHeader(scene(engine), 80))).toContain(`  ${compact}  `);
  expect(plainOf(wideHeader(scene(engine), 120)[0] ?? [])).toContain(`  ${wide}  `);
});

test.each([
  [60, compactHeader],
  [80, compactHeader],
  [120, (...given: Parameters<typeof wideHeader>) => wideHeader(...given)[0] ?? []],
] as const)('at %i columns read-only, frozen and the clock stand there whatever else is told', (width, header) => {
  const view = { ...aView(width, 24, 'runs'), frozen: { sinceAt: NOW } };
  const live = { engine: { ...attached, silentMs: 5_000 }, linkMs: 900 };
  const shown = plainOf(header(aScene(view, DATA, { readOnly: true, live }), width));
  expect(shown).toMatch(/READ-ONLY +FROZEN \d\d:\d\d:\d\d .*\d\d:\d\d:\d\d \w+ $/);
  expect(shown).toHaveLength(width);
});
