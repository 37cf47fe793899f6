import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import { createFrame } from '../../../src/ui/console/frame.ts';
import { blank, type Line, type Span, selected, span, toWidth } from '../../../src/ui/layout/line.ts';
import { styleOfSpan } from '../../../src/ui/layout/span-style.ts';
import { createTheme, type Theme } from '../../../src/ui/theme/index.ts';
import { PATIENCE } from '../../support/patience.ts';

// Whether there are colours is decided when Ink is loaded.
let parts: {
  Text: typeof import('ink').Text;
  Row: typeof import('../../../src/ui/components/row.tsx').Row;
} & typeof import('ink-testing-library');
beforeAll(async () => {
  vi.stubEnv('FORCE_COLOR', '3');
  const library = await import('ink-testing-library');
  parts = { ...library, Text: (await import('ink')).Text, ...(await import('../../../src/ui/components/row.tsx')) };
});
afterEach(() => parts.cleanup());

const theme = (more: Partial<Parameters<typeof createTheme>[0]> = {}): Theme =>
  createTheme({ name: 'dark', background: 'dark', depth: 'true', glyphs: 'unicode', ...more });

function drawn(line: Line, given = theme()) {
  const frame = createFrame(given);
  frame.setState({ lines: [line] });
  const screen = parts.render(<parts.Row frame={frame} theme={given} index={0} />);
  return { frame, text: () => screen.lastFrame() ?? '', frames: screen.frames };
}

const FAIL = '\u001b[38;2;244;115;72m';
const TEXT = '\u001b[38;2;216;222;230m';
const SEL = '\u001b[48;2;35;50;71m';
/** Everything already queued has run. */
const settled = () => new Promise<void>((resolve) => setImmediate(resolve));
const plain = (text: string): string => text.replace(/\u001b\[[\d;]*m/g, '');
/** So many columns the emulated terminal of the library has. */
const COLUMNS = 100;

test('each span has the colour of its token, and what has none is text', () => {
  expect(drawn([span('3 failed', 'fail'), blank(2), span('ok')]).text()).toContain(`${FAIL}3 failed${TEXT}  ok`);
});

test('the selected row has its background from its first cell to its last, blanks included', () => {
  const shown = drawn(selected(toWidth([span('✗ sync-s3', 'fail')], 20))).text();
  expect(shown).toMatch(/^\u001b\[48;2;35;50;71m/);
  expect(shown.split(SEL)).toHaveLength(2);
  expect(shown).toContain(`${SEL}${FAIL}✗ sync-s3`);
  expect(plain(shown.split('\u001b[49m')[0] ?? '')).toHaveLength(20);
});

test('without colours the selected row is reverse video and a badge as well, and nothing else has a sequence', () => {
  const colourless = theme({ depth: 'none' });
  expect(drawn(selected([span('✗ sync-s3', 'fail')]), colourless).text()).toBe('\u001b[7m✗ sync-s3\u001b[27m');
  expect(drawn([{ ...span('[APPROVE 4]', 'risk'), badge: true }], colourless).text()).toBe(
    '\u001b[7m[APPROVE 4]\u001b[27m',
  );
  expect(drawn([span('✗ sync-s3', 'fail')], colourless).text()).toBe('✗ sync-s3');
});

test('every style that a theme has looks as it does when Ink makes it', () => {
  const depths = ['true', '256', '16', 'none'] as const;
  const names = ['dark', 'light', 'high-contrast'] as const;
  const tokens = ['text', 'muted', 'line', 'accent', 'ok', 'warn', 'fail', 'risk'] as const;
  const kinds: Partial<Span>[] = [{}, { bold: true }, { sel: true }, { badge: true }, { sel: true, bold: true }];
  for (const depth of depths)
    for (const name of names) {
      const given = theme({ name, depth });
      const line = tokens.flatMap((token) => kinds.map((kind): Span => ({ text: token.slice(0, 2), token, ...kind })));
      const byInk = parts.render(
        <parts.Text wrap="truncate">
          {line.map((part, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a span has no name of its own
            <parts.Text key={at} {...styleOfSpan(part, given)}>
              {part.text}
            </parts.Text>
          ))}
        </parts.Text>,
      );
      expect(drawn(line, given).text()).toBe(byInk.lastFrame());
      parts.cleanup();
    }
});

test('a row that is too wide for the terminal stays one row, also with characters of two columns', () => {
  for (const text of ['x'.repeat(COLUMNS + 40), '漢'.repeat(COLUMNS)]) {
    const rows = plain(drawn([span(text)]).text()).split('\n');
    expect(rows).toHaveLength(1);
    expect(rows[0]).toContain('…');
  }
});

test('a row is drawn again when it has changed, and not when another one has', async () => {
  const same = [span('stays')];
  const { frame, frames, text } = drawn(same);
  const before = frames.length;
  frame.setState({ lines: [same, [span('another')]] });
  await settled();
  expect(frames).toHaveLength(before);
  frame.setState({ lines: [[span('is new')]] });
  await vi.waitFor(() => expect(plain(text())).toBe('is new'), PATIENCE);
});
