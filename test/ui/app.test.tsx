import { stripVTControlCharacters } from 'node:util';
import { cleanup, render } from 'ink-testing-library';
import { afterEach, expect, test, vi } from 'vitest';
import { App } from '../../src/ui/app.tsx';
import { PATIENCE } from '../support/patience.ts';
import { insert, jobValues } from '../support/screen-data.ts';
import { aConsole } from './console/world.ts';

let open: ReturnType<typeof aConsole> | undefined;
afterEach(() => {
  cleanup();
  open?.end();
});

function shown() {
  open = aConsole({ columns: 100, rows: 24 });
  for (const name of ['alpha', 'beta', 'gamma']) insert(open.db, 'jobs', jobValues(name));
  open.controller.start();
  const screen = render(<App controller={open.controller} terminal={open.options.terminal} />);
  return { open, screen };
}
const trimmed = (rows: string[]) => rows.map((row) => row.trimEnd());
const rowsOf = (frame: string | undefined) => trimmed(stripVTControlCharacters(frame ?? '').split('\n'));

test('Ink shows the rows that were drawn, one for one', () => {
  const { open, screen } = shown();
  expect(rowsOf(screen.lastFrame())).toEqual(trimmed(open.text()));
});

test('keys reach the screen, arrows and letters alike', async () => {
  const { open, screen } = shown();
  screen.stdin.write('5');
  await vi.waitFor(() => expect(open.text()[2]).toMatch(/^━ 5 Jobs/), PATIENCE);
  screen.stdin.write('\u001b[B');
  await vi.waitFor(() => expect(open.text().find((row) => row.startsWith('▸'))).toContain('beta'), PATIENCE);
  screen.stdin.write('k');
  await vi.waitFor(() => expect(open.text().find((row) => row.startsWith('▸'))).toContain('alpha'), PATIENCE);
  await vi.waitFor(() => expect(rowsOf(screen.lastFrame())).toEqual(trimmed(open.text())), PATIENCE);
});

test('letters that come as one are no command', async () => {
  const { open, screen } = shown();
  screen.stdin.write('5q');
  screen.stdin.write('4');
  await vi.waitFor(() => expect(open.text()[2]).toMatch(/^━ 4 Alerts/), PATIENCE);
  expect(open.controller.view().sheet).toBeUndefined();
});
