import { Buffer } from 'node:buffer';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createInputDecoder } from '../../../src/ui/terminal/input-decoder.ts';
import type { InputEvent } from '../../../src/ui/terminal/input-events.ts';

type Read = { bytes: Uint8Array; delayMs: number };

const run = (reads: Read[]): InputEvent[] => {
  const decoder = createInputDecoder();
  const events: InputEvent[] = [];
  let now = 0;
  const pass = (until: number): void => {
    for (let at = decoder.wakeAt(); at !== undefined && at <= until; at = decoder.wakeAt()) {
      now = Math.max(now, at);
      events.push(...decoder.wake(now));
    }
    now = until;
  };
  for (const { bytes, delayMs } of reads) {
    pass(now + delayMs);
    events.push(...decoder.push(bytes, now));
  }
  pass(now + 20_000);
  expect(decoder.wakeAt()).toBeUndefined();
  return events;
};

/** The bytes divided at any places, each part after any time. */
const divided = (bytes: Uint8Array, cuts: number[], delays: number[]): Read[] => {
  const places = [...new Set(cuts.map((cut) => cut % (bytes.length + 1)))].sort((left, right) => left - right);
  const edges = [0, ...places, bytes.length];
  return edges.slice(1).map((end, index) => {
    const delayMs = delays[index % delays.length] ?? 0;
    // Half a second after Esc a bracket is a bracket: no reader can tell it from the key.
    const afterEscape = bytes[(edges[index] ?? 0) - 1] === 0x1b;
    return { bytes: bytes.subarray(edges[index], end), delayMs: afterEscape ? Math.min(delayMs, 499) : delayMs };
  });
};

const cuts = fc.array(fc.nat(), { maxLength: 12 });
const fewCuts = fc.array(fc.nat(), { maxLength: 5 });
const delays = (maxMs: number) =>
  fc.array(fc.oneof(fc.constantFrom(0, 19, 59, 60, 61, 499, 500, 501), fc.nat({ max: maxMs })), {
    minLength: 1,
    maxLength: 12,
  });

const parameters = fc.stringMatching(/^[\d;:<=>?]{0,12}$/);
const anyText = fc.stringMatching(/^[ -~]{0,20}$/);
/** Everything a terminal sends by itself or for a key without a letter. */
const sequence = fc.oneof(
  fc
    .tuple(parameters, fc.stringMatching(/^[@-LN-~]$/))
    .map(([text, final]) => `\x1b[${text.replace(/^\[/, '')}${final === '[' ? 'A' : final}`),
  fc.stringMatching(/^[ -~]{3}$/).map((text) => `\x1b[M${text}`),
  fc.stringMatching(/^[A-Za-z]$/).map((final) => `\x1bO${final}`),
  fc
    .tuple(fc.constantFrom('11;', '52;c;', 'l', 'L', '4;1;'), anyText, fc.constantFrom('\x07', '\x1b\\'))
    .map(([head, text, end]) => `\x1b]${head}${text}${end}`),
  fc.tuple(fc.constantFrom('>|', '1$r', '1+r', '!|'), anyText).map(([head, text]) => `\x1bP${head}${text}\x1b\\`),
  anyText.map((text) => `\x1b_G${text}\x1b\\`),
);

const WORDLESS = new Set([
  'Escape',
  'Enter',
  'Insert',
  'Delete',
  'Up',
  'Down',
  'Left',
  'Right',
  'Home',
  'End',
  'PageUp',
  'PageDown',
  'Shift-Tab',
]);
const isWordless = (event: InputEvent): boolean =>
  event.kind === 'reply' ||
  event.kind === 'paste' ||
  WORDLESS.has(event.name.replace(/^(Ctrl-)?(Alt-)?(Shift-)?(?!Tab)/, ''));

test('no sequence yields a letter, however it is divided and however slowly its parts come within 5 s', () => {
  fc.assert(
    fc.property(
      fc.array(sequence, { minLength: 1, maxLength: 4 }),
      fewCuts,
      delays(1_000),
      (sequences, places, times) => {
        const events = run(divided(Buffer.from(sequences.join('')), places, times));
        expect(events.filter((event) => !isWordless(event))).toEqual([]);
      },
    ),
    { numRuns: 5_000 },
  );
});

test('any bytes, divided anywhere, never throw and leave nothing pending', () => {
  const bytes = fc.array(
    fc.oneof(
      fc.integer({ min: 0, max: 255 }),
      fc.constantFrom(0x1b, 0x5b, 0x4f, 0x5d, 0x50, 0x5c, 0x07, 0x9b, 0x32, 0x30, 0x7e),
    ),
    { maxLength: 200 },
  );
  fc.assert(
    fc.property(bytes, cuts, delays(10_000), (values, places, times) => {
      for (const event of run(divided(Uint8Array.from(values), places, times))) {
        if (event.kind === 'paste') expect(event.text).not.toMatch(/[\0-\x08\x0b-\x1f\x7f-\x9f]/);
        if (event.kind === 'key') expect(event.sequence).toMatch(/^(\x1b\[[\d;]*[A-Za-z~]|[^\x1b])$/u);
      }
    }),
    { numRuns: 5_000 },
  );
});

test('typed text comes out whole, however its bytes are divided', () => {
  const text = fc
    .string({ unit: 'binary', maxLength: 40 })
    .map((value) => value.replace(/[\0-\x1f\x7f-\x9f\ufffd]/g, ''));
  fc.assert(
    fc.property(text, cuts, (typed, places) => {
      const events = run(divided(Buffer.from(typed), places, [100]));
      expect(events.map((event) => (event.kind === 'key' ? event.sequence : '')).join('')).toBe(typed);
    }),
  );
});
