import { Buffer } from 'node:buffer';
import { expect, test } from 'vitest';
import { createInputDecoder } from '../../../src/ui/terminal/input-decoder.ts';
import type { InputEvent } from '../../../src/ui/terminal/input-events.ts';

/** What terminals send by themselves, on request, and for keys that nothing is bound to. */
const SEQUENCES: Readonly<Record<string, string>> = {
  'Ctrl+F1': '\x1b[1;5P',
  'Ctrl+F5': '\x1b[15;5~',
  F1: '\x1bOP',
  'F1 of the console': '\x1b[[A',
  'F1 of kitty': '\x1b[57364;5u',
  'focus lost': '\x1b[O',
  'focus back': '\x1b[I',
  'mouse, SGR': '\x1b[<0;33;12M',
  'mouse let go, SGR': '\x1b[<0;33;12m',
  'mouse, X10': '\x1b[M !!',
  'cursor report': '\x1b[12;40R',
  'status report': '\x1b[0n',
  'device attributes': '\x1b[?64;1;2;6;9;15;18;21;22c',
  'window size': '\x1b[8;24;80t',
  'mode report': '\x1b[?2026;2$y',
  'OSC 11, ended by ST': '\x1b]11;rgb:1212/1616/1c1c\x1b\\',
  'OSC 11, ended by BEL': '\x1b]11;rgb:1212/1616/1c1c\x07',
  'OSC 52': '\x1b]52;c;eXkNcQ==\x1b\\',
  'window title': '\x1b]lyes\x1b\\',
  'DCS, version': '\x1bP>|XTerm(388)\x1b\\',
  'DCS, setting': '\x1bP1$r0m\x1b\\',
  'APC of kitty': '\x1b_Gi=31;OK\x1b\\',
};
const DELAYS_MS = [0, 20, 59, 61, 90, 120];

function eventsOf(parts: readonly Uint8Array[], delayMs: number): InputEvent[] {
  const decoder = createInputDecoder();
  const events: InputEvent[] = [];
  let now = 0;
  const pass = (until: number): void => {
    for (let at = decoder.wakeAt(); at !== undefined && at <= until; at = decoder.wakeAt())
      events.push(...decoder.wake(at));
    now = until;
  };
  for (const part of parts) {
    pass(now + delayMs);
    events.push(...decoder.push(part, now));
  }
  pass(now + 20_000);
  return events;
}

/** Esc may be a key: half a second later nobody can tell it from one. Anything else would be a letter. */
const keysOf = (events: readonly InputEvent[]): string[] =>
  events.flatMap((event) => (event.kind === 'key' && event.name !== 'Escape' ? [event.name] : []));

test.each(Object.entries(SEQUENCES))('%s is no letter, wherever a slow line divides it', (_name, sequence) => {
  const bytes = Buffer.from(sequence);
  for (const delayMs of DELAYS_MS) {
    for (let cut = 1; cut < bytes.length; cut += 1) {
      expect(keysOf(eventsOf([bytes.subarray(0, cut), bytes.subarray(cut)], delayMs))).toEqual([]);
    }
    const single = Array.from(bytes, (byte) => Uint8Array.of(byte));
    expect(keysOf(eventsOf(single, delayMs))).toEqual([]);
  }
});

test('a key behind a divided sequence is that key', () => {
  for (const sequence of Object.values(SEQUENCES)) {
    const parts = [...Array.from(Buffer.from(sequence), (byte) => Uint8Array.of(byte)), Buffer.from('j')];
    expect(keysOf(eventsOf(parts, 20))).toEqual(['j']);
  }
});
