import { type PageLine, readWindow } from '../../src/engine/output/output-window.ts';
import { withheldText } from '../../src/engine/redact/live-redaction.ts';
import type { OutputPage, OutputWanted } from '../../src/ui/output/output-port.ts';
import type { Found, Held, PageTools } from './held-output.ts';
import { scanningOf, testOf } from './output-scan.ts';

/** Lines on either side of the cursor: more than a screen has, and no more than are laid out within a frame. */
const AROUND_LINES = 200;

/** The lines around the place that is wanted, and what is known of all. */
export async function readPage(
  tools: PageTools,
  held: Held,
  { source, isReplaced, ...kept }: Found,
  wanted: OutputWanted,
  signal: AbortSignal,
): Promise<OutputPage> {
  const replaced = isReplaced || held.page?.isReplaced ? ({ isReplaced: true } as const) : {};
  if (source === undefined) return { ...EMPTY, ...kept, ...replaced };
  const { sizes, lastByteAt } = source;
  const totalBytes = sizes.out + sizes.err;
  const facts = {
    ...{ ...kept, sizes, totalBytes },
    ...(lastByteAt === undefined ? {} : { lastByteAt }),
    ...replaced,
  };
  const secrets = tools.secrets(held.runId);
  if (secrets.kind === 'unknown') return { ...EMPTY, ...facts, lines: [withheld(secrets.names)] };
  const scanning = { ...scanningOf(tools, held.runId, source, wanted.sight), signal };
  const only = testOf(wanted.sight.only);
  const window = await readWindow(scanning, {
    at: wanted.at,
    before: AROUND_LINES,
    after: AROUND_LINES,
    ...(only === undefined ? {} : { only: { ...only, context: wanted.sight.context } }),
  });
  return { ...window, lines: timed(window.lines, lastByteAt, tools.clock.now()), ...facts };
}

/** Somebody who notes times comes by a few times a second; until then the newest lines came just now. */
const JUST_NOW_MS = 2_000;

function timed(lines: readonly PageLine[], lastByteAt: number | undefined, now: number): PageLine[] {
  if (lastByteAt === undefined || now - lastByteAt > JUST_NOW_MS) return [...lines];
  const noted = lines.findLastIndex(({ at }) => at !== undefined);
  return lines.map((line, index) => (index > noted ? { ...line, at: Math.floor(lastByteAt) } : line));
}

const EMPTY: OutputPage = {
  lines: [],
  isAtStart: true,
  isAtEnd: true,
  from: 'gone',
  sizes: { out: 0, err: 0 },
  totalBytes: 0,
};

const withheld = (names: readonly string[]): PageLine => {
  const text = withheldText(names);
  return { stream: 'out', start: 0, end: text.length, bytes: text.length, text };
};
