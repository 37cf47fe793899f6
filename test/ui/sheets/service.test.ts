import { afterEach, expect, test } from 'vitest';
import type { ConsoleOptions, MachineCheck } from '../../../src/ui/console-options.ts';
import { plainOf } from '../../../src/ui/layout/line.ts';
import { service } from '../../../src/ui/sheets/kinds/service.ts';
import { aConsole } from '../console/world.ts';
import { aScene, aView, DATA } from '../scenes.ts';
import { anOpenSheet } from './world.ts';

let open: ReturnType<typeof aConsole> | undefined;
afterEach(() => {
  open?.end();
  open = undefined;
});

const check = (state: MachineCheck['state'], text: string): MachineCheck => ({ state, name: 'service', text });
const MISSING = check('warn', 'not installed: jobs run only while openclaw-tui runs (: service)');
const THERE = check('ok', 'installed: jobs of ~/.openclaw/tui run without a console');

function shown(found: MachineCheck, engine: 'here' | 'none' = 'here'): string {
  const sheet = anOpenSheet({ kind: 'service', key: 'service' }, { service: found });
  const live = { engine: engine === 'none' ? ({ kind: 'none' } as const) : ({ kind: 'here', sinceAt: 1 } as const) };
  const scene = aScene(aView(80, 24, 'jobs'), DATA, { live });
  return service
    .content(sheet as never, scene, 78)
    .map((line) => plainOf(line).trim())
    .join('\n');
}

test('the palette tells what keeps the engine running, and the command for it', () => {
  open = aConsole();
  open.controller.start();
  open.type(':', ...'service', 'Enter');
  expect(open.controller.view().sheet?.item.kind).toBe('service');
  expect(open.text().join('\n')).toContain('openclaw-tui service install');
});

test('without a service it says what installs one, and what has to be done first', () => {
  const text = shown(MISSING);
  expect(text).toMatch(/^NOW +not installed: jobs run only while openclaw-tui runs$/m);
  expect(text).toMatch(/^SHELL +openclaw-tui service install$/m);
  expect(text).toMatch(/^FIRST +this console runs the engine: q, Stop/m);
  expect(shown(MISSING, 'none')).toContain('it can be installed at once');
});

test('with one it says how to look after it', () => {
  const text = shown(THERE);
  expect(text).toMatch(/^SHELL +openclaw-tui service status$/m);
  expect(text).not.toContain('FIRST');
});

test('its button copies the command and decides nothing', () => {
  const sheet = anOpenSheet({ kind: 'service', key: 'service' }, { service: THERE });
  const [button] = service.buttons(sheet as never);
  expect(button?.press({} as never)).toEqual({
    kind: 'close',
    effects: [{ kind: 'copy', what: 'command', text: 'openclaw-tui service status' }],
  });
});

test('what is there is looked at when the sheet opens', () => {
  const options = { checks: () => [check('ok', 'x'), THERE] } as unknown as ConsoleOptions;
  expect(service.read(options, { kind: 'service', key: 'service' })).toEqual({ service: check('ok', 'x') });
  expect(service.read({} as ConsoleOptions, { kind: 'service', key: 'service' })).toEqual({});
});

test('while it is open the machine is not asked again; opened anew it is', () => {
  let asked = 0;
  const checks = (): MachineCheck[] => {
    asked += 1;
    return [MISSING];
  };
  open = aConsole({ checks });
  open.controller.start();
  const before = asked;
  open.type(':', ...'service', 'Enter');
  expect(asked).toBe(before + 1);
  for (let second = 0; second < 10; second += 1) open.clock.pass(1_000);
  expect(asked).toBe(before + 1);
  open.type('Escape', ':', ...'service', 'Enter');
  expect(asked).toBe(before + 2);
});
