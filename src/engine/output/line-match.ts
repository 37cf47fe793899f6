import { isAscii } from 'node:buffer';
import { RE2JS } from 're2js';

/** What is looked for in output: plain words, or a pattern between slashes. Small letters alone mean any case. */
export type LineMatch = {
  test(text: string): boolean;
  /** The first matches in a text, from where to where. */
  rangesIn(text: string, max: number): [start: number, end: number][];
  /** Whether no line within these bytes can match; absent where only each line itself can tell. */
  skips?: (bytes: Buffer) => boolean;
};

export type Compiled = { kind: 'match'; match: LineMatch } | { kind: 'bad'; because: string };

export function compileMatch(wanted: string): Compiled {
  const pattern = /^\/(.+?)\/?$/s.exec(wanted)?.[1];
  if (pattern === undefined) return { kind: 'match', match: plainMatch(wanted) };
  try {
    const flags = isSmall(pattern.replace(/\\./gs, '')) ? RE2JS.CASE_INSENSITIVE : 0;
    return { kind: 'match', match: patternMatch(RE2JS.compile(pattern, flags)) };
  } catch (error) {
    return { kind: 'bad', because: (error as Error).message };
  }
}

const isSmall = (text: string): boolean => text === text.toLowerCase();

function plainMatch(wanted: string): LineMatch {
  const folds = isSmall(wanted);
  const ready = folds ? (text: string) => sameLength(text) : (text: string) => text;
  const test = (text: string): boolean => ready(text).includes(wanted);
  return {
    test,
    rangesIn(text, max) {
      const searched = ready(text);
      const ranges: [number, number][] = [];
      let at = searched.indexOf(wanted);
      while (at >= 0 && ranges.length < max && wanted !== '') {
        ranges.push([at, at + wanted.length]);
        at = searched.indexOf(wanted, at + wanted.length);
      }
      return ranges;
    },
    ...(PLAIN.test(wanted) ? { skips: folds ? skipsFolded(wanted) : skipsExact(wanted) } : {}),
  };
}

const PLAIN = /^[ -~]+$/;
/** What cleaning takes out or changes, so that only the cleaned line can tell; tabs become blanks. */
const CHANGED = [0x08, 0x09, 0x0d, 0x1b];

const isPlain = (bytes: Buffer): boolean => isAscii(bytes) && !CHANGED.some((byte) => bytes.includes(byte));

// Bytes are looked through many times as fast as letters, and leave nothing to collect.
function skipsExact(wanted: string): (bytes: Buffer) => boolean {
  const sought = Buffer.from(wanted);
  return (bytes) => isPlain(bytes) && !bytes.includes(sought);
}

/** With this bit capitals are small; some other signs become equal as well, and then each line itself tells. */
const SMALL = 0x20;
const SMALL_WORD = 0x20202020;
const FOLDED_BYTES = 128 * 1024;

function skipsFolded(wanted: string): (bytes: Buffer) => boolean {
  const sought = Buffer.from(Buffer.from(wanted).map((byte) => byte | SMALL));
  const words = new Uint32Array(FOLDED_BYTES / Uint32Array.BYTES_PER_ELEMENT);
  const folded = Buffer.from(words.buffer);
  return (bytes) => {
    if (bytes.length > FOLDED_BYTES || !isPlain(bytes)) return false;
    folded.set(bytes);
    for (let at = 0; at * Uint32Array.BYTES_PER_ELEMENT < bytes.length; at += 1)
      words[at] = (words[at] ?? 0) | SMALL_WORD;
    return !folded.subarray(0, bytes.length).includes(sought);
  };
}

/** Some capitals have a small form of another length, which would shift what stands behind them. */
function sameLength(text: string): string {
  const small = text.toLowerCase();
  if (small.length === text.length) return small;
  return Array.from(text, (character) => {
    const one = character.toLowerCase();
    return one.length === character.length ? one : character;
  }).join('');
}

function patternMatch(pattern: RE2JS): LineMatch {
  return {
    test: (text) => pattern.matcher(text).find(),
    rangesIn(text, max) {
      const matcher = pattern.matcher(text);
      const ranges: [number, number][] = [];
      while (ranges.length < max && matcher.find()) {
        if (matcher.end() > matcher.start()) ranges.push([matcher.start(), matcher.end()]);
        else if (matcher.end() >= text.length) break;
      }
      return ranges;
    },
  };
}
