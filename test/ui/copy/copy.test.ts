import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { copyChoices } from '../../../src/ui/copy/choices.ts';
import { clipboardSequence } from '../../../src/ui/copy/osc52.ts';
import { renderView } from '../../../src/ui/copy/render-view.ts';
import { bold, type Line, span } from '../../../src/ui/layout/line.ts';
import { createTheme } from '../../../src/ui/theme/index.ts';
import { backupDetail, backupOutput } from '../scenes/backup.ts';
import { aLiveRun, at, page } from '../scenes/builders.ts';
import { aView, DATA } from '../scenes.ts';
import { aScreen } from '../state/world.ts';

const HOME = '~/.openclaw/tui';
const data = {
  ...DATA,
  lists: { ...DATA.lists, 'runs.now': page([aLiveRun(8811, 'backup-pg', at('14:25:55'))]) },
  detail: { target: { kind: 'run' as const, runId: 8811 }, detail: backupDetail, output: backupOutput },
};
const view = { ...aView(80, 24, 'runs'), focus: 'detail' as const };
const offered = (homeLabel = HOME) =>
  Object.fromEntries(
    copyChoices(view, data, 'item', homeLabel).flatMap((choice) =>
      choice.kind === 'copy' ? [[choice.what, choice.text]] : [],
    ),
  );

describe('what y offers', () => {
  test('of a run: its line, id, name, command and what shows it in a shell', () => {
    expect(offered()).toMatchObject({
      'last line': 'pg_dump: finished table 14/61, 2.0 GB written',
      id: '8811',
      name: 'backup-pg',
      command: '/usr/local/bin/backup-pg --all --to /backup/pg',
      'command line': 'openclaw-tui runs show 8811',
    });
  });

  test('another home is named, whatever is in its name', () => {
    expect(offered('/srv/jobs')['command line']).toBe('openclaw-tui --home /srv/jobs runs show 8811');
    expect(offered("/srv/o'k x")['command line']).toBe(String.raw`openclaw-tui --home '/srv/o'\''k x' runs show 8811`);
  });

  test('the line of the cursor, and all that are marked', () => {
    const screen = aScreen({
      view: {
        ...view,
        looking: {
          ...view.looking,
          runId: 8811,
          marks: [
            { stream: 'out', start: 0, text: '\x1b[31mone\x1b[0m' },
            { stream: 'out', start: 9, text: 'two' },
          ],
          paused: { cursor: { stream: 'out', start: 1, part: 0 }, row: 1, seen: { bytes: 0 } },
        },
      },
      data,
    });
    screen.type('y');
    expect(screen.view().copying).toEqual({ of: 'item', index: 0 });
    screen.type('Enter');
    screen.type('y', '2');
    expect(screen.effects.filter(({ kind }) => kind === 'copy')).toEqual([
      { kind: 'copy', what: 'line', text: 'pg_dump: dumping contents of table "public.orders"' },
      { kind: 'copy', what: 'marked lines', text: 'one\ntwo' },
    ]);
    expect(screen.view().copying).toBeUndefined();
  });

  test('what is pasted presses no keys', () => {
    const job = { ...backupDetail.job, name: 'a\x1b[200~b\u202ec\rd' };
    const named = { ...data, detail: { ...data.detail, detail: { ...backupDetail, job } } };
    const name = copyChoices(view, named, 'item', HOME).find(({ what }) => what === 'name');
    expect(name).toMatchObject({ text: 'a[200~bcd' });
  });

  test('Esc closes it and nothing is copied', () => {
    const screen = aScreen({ view, data });
    screen.type('y', 'Down', 'Escape');
    expect(screen.view().copying).toBeUndefined();
    expect(screen.effects.filter(({ kind }) => kind === 'copy')).toEqual([]);
  });
});

test('read-only the screen is copied and not saved', () => {
  const screen = aScreen({ view, data, context: { readOnly: true } });
  screen.type('Y', '4');
  expect(screen.view().message?.text).toBe('read-only: saving is off; copying is not');
  screen.type('Y', '1');
  expect(screen.effects.filter(({ kind }) => kind === 'save-view' || kind === 'copy-view')).toEqual([
    { kind: 'copy-view' },
  ]);
});

describe('the clipboard of a terminal', () => {
  const decoded = (sequence: string): string =>
    Buffer.from(/52;c;([^\x07\x1b]*)/.exec(sequence)?.[1] ?? '', 'base64').toString();

  test('gets the text in one sequence, and no byte of it as it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const sequence = clipboardSequence(text, 'terminal');
        expect(sequence).toMatch(/^\x1b\]52;c;[A-Za-z0-9+/=]*\x07$/);
        expect(decoded(sequence)).toBe(text.toWellFormed());
      }),
    );
  });

  test('tmux gets it for itself and to hand on, with each escape doubled', () => {
    expect(clipboardSequence('x', 'tmux')).toBe('\x1b]52;c;eA==\x07\x1bPtmux;\x1b\x1b]52;c;eA==\x07\x1b\\');
  });

  test('screen gets it in pieces that it takes', () => {
    const sequence = clipboardSequence('y'.repeat(2_000), 'screen');
    const pieces = sequence.split('\x1b\\').filter((piece) => piece !== '');
    expect(pieces.every((piece) => piece.startsWith('\x1bP') && piece.length <= 502)).toBe(true);
    expect(decoded(pieces.map((piece) => piece.slice(2)).join(''))).toBe('y'.repeat(2_000));
  });
});

describe('a view in a file', () => {
  const theme = createTheme({ name: 'dark', background: 'dark', depth: 'true', glyphs: 'unicode' });
  const lines: Line[] = [
    [span(' '), bold('APPROVE', 'risk'), span('  <a & b>  ')],
    [
      { ...span('[ALERT 1]', 'fail'), badge: true },
      { ...span('own'), colour: { kind: 'basic', index: 1 } },
      { ...span('x'), sel: true },
    ],
  ];

  test('as text', () => {
    expect(renderView(lines, theme, 'text')).toBe(' APPROVE  <a & b>\n[ALERT 1]ownx\n');
  });

  test('as ANSI it has colours and nothing else', () => {
    const text = renderView(lines, theme, 'ansi');
    expect(text).toContain('\x1b[1;38;2;210;118;222mAPPROVE\x1b[0m');
    expect(text).toContain('\x1b[7;38;2;244;115;72m[ALERT 1]\x1b[0m');
    expect(text).toContain('\x1b[31mown\x1b[0m');
    expect(text).toContain(';48;2;35;50;71mx');
    expect(text.replace(/\x1b\[[\d;]*m/g, '')).not.toContain('\x1b');
  });

  test.each(['16', '256', 'none'] as const)('as ANSI with %s colours', (depth) => {
    const worn = createTheme({ name: 'dark', background: 'dark', depth, glyphs: 'unicode' });
    const text = renderView(lines, worn, 'ansi');
    expect(text.replace(/\x1b\[[\d;]*m/g, '')).toBe(renderView(lines, worn, 'text').replace('<a & b>', '<a & b>  '));
    expect(text).not.toContain('NaN');
    expect(text).not.toContain('-1');
  });

  test('as SVG each stretch has its place, colour and length, and text stays text', () => {
    const svg = renderView(lines, theme, 'svg');
    expect(svg).toContain(
      'textLength="59.01" lengthAdjust="spacingAndGlyphs" fill="#D276DE" font-weight="bold">APPROVE</text>',
    );
    expect(svg).toContain('  &lt;a &amp; b&gt;  </text>');
    expect(svg).toContain(`fill="#F47348"/>`);
    expect(svg).toContain(`fill="${theme.ground.paper}">[ALERT 1]</text>`);
    expect(svg).not.toContain('undefined');
  });
});
