import { compileMatch } from '../../src/engine/output/line-match.ts';
import { mergedOrder } from '../../src/engine/output/merged-order.ts';
import type { OutputSource } from '../../src/engine/output/output-source.ts';
import type { LineTest, Redact, Scanning } from '../../src/engine/output/output-window.ts';
import type { Clock } from '../../src/engine/ports/clock.ts';
import { withheldText } from '../../src/engine/redact/live-redaction.ts';
import { redactOpenText, redactText } from '../../src/engine/redact/redactor.ts';
import type { RunSecrets } from '../../src/engine/redact/secret-keeper.ts';
import { WINDOW_MS } from '../../src/ui/output/looking.ts';
import type { OutputSight } from '../../src/ui/output/output-port.ts';
import { cleanStyled, plainStyled } from '../../src/ui/text/styled.ts';

/** Of a line so much is searched. */
const SEARCH_UNITS_MAX = 16_384;

export type ScanTools = {
  /** What has to be taken out of a run's output before it is shown. */
  secrets(runId: number): RunSecrets;
  clock: Clock;
};

/** How the output of a run is gone through: which of it, and without its secrets. */
export function scanningOf(tools: ScanTools, runId: number, source: OutputSource, sight: OutputSight): Scanning {
  const { streams, floor, window } = sight;
  const windowMs = WINDOW_MS[window];
  const order = mergedOrder(source.steps, {
    streams,
    ...(floor === undefined ? {} : { floor }),
    ...(windowMs === undefined ? {} : { sinceAt: tools.clock.now() - windowMs }),
  });
  return { source, order, redact: redactOf(tools.secrets(runId)), clock: tools.clock };
}

function redactOf(secrets: RunSecrets): Redact {
  if (secrets.kind === 'unknown') return () => withheldText(secrets.names);
  const { patterns } = secrets;
  if (patterns.length === 0) return (text) => text;
  return (text, end) => (end === 'open' ? redactOpenText(text, patterns) : redactText(text, patterns));
}

/** Looked for in what is seen: without sequences, and as it was written last. */
export function testOf(wanted: string): LineTest | undefined {
  if (wanted === '') return undefined;
  const compiled = compileMatch(wanted);
  if (compiled.kind === 'bad') return undefined;
  const { match } = compiled;
  const test = (text: string): boolean => match.test(plainStyled(cleanStyled(text, { unitsMax: SEARCH_UNITS_MAX })));
  return { test, ...(match.skips === undefined ? {} : { skips: match.skips }) };
}

export const bothOf = (one: LineTest, other: LineTest): LineTest => ({
  test: (text) => one.test(text) && other.test(text),
  ...(one.skips === undefined ? {} : { skips: one.skips }),
});
