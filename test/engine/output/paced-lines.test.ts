import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { compileMatch } from '../../../src/engine/output/line-match.ts';
import { mergedOrder } from '../../../src/engine/output/merged-order.ts';
import { type OutputSource, openOutputFiles } from '../../../src/engine/output/output-source.ts';
import { allLines, findAll, findLine, type Scanning } from '../../../src/engine/output/output-window.ts';
import { LINE_SHOWN_BYTES_MAX } from '../../../src/engine/output/scan-lines.ts';
import { systemClock } from '../../../src/engine/ports/clock.ts';
import { createFolder } from './output-files.ts';

const bigSource = () => sourceOf('a line among others\n'.repeat(150_000), '');

async function sourceOf(out: string, err: string): Promise<OutputSource> {
  const folder = createFolder();
  writeFileSync(join(folder, 'out'), out);
  writeFileSync(join(folder, 'err'), err);
  const files = openOutputFiles(folder);
  onTestFinished(files.close);
  const found = await files.look();
  return found.kind === 'there' ? found.source : expect.fail('nothing is there');
}

const scan = (source: OutputSource): Scanning => ({
  source,
  order: mergedOrder(source.steps, { streams: 'both' }),
  redact: (text) => text,
  clock: systemClock,
});

const matching = (text: string) => {
  const compiled = compileMatch(text);
  return compiled.kind === 'match' ? compiled.match : expect.fail(compiled.because);
};

describe('going through much', () => {
  const STEP_MS = 3;
  const LINE_MS = 0.1;
  const FRAME_MS = 16;

  /** Each read takes its time, and so does each look at a line; nothing else does. */
  function slowly(source: OutputSource) {
    let now = 0;
    let turnAt = 0;
    const passing =
      <Given extends unknown[], Got>(ms: number, work: (...given: Given) => Got) =>
      (...given: Given): Got => {
        now += ms;
        return work(...given);
      };
    const slices: number[] = [];
    const places: number[] = [];
    const scanning: Scanning = {
      ...scan({ ...source, read: passing(STEP_MS, source.read) }),
      redact: passing(LINE_MS, (text) => text),
      clock: {
        monotonic: () => now,
        setSoon(turn) {
          slices.push(now - turnAt);
          turnAt = now;
          return systemClock.setSoon(turn);
        },
      },
      passed: (place) => void places.push(place),
    };
    const longest = () => Math.max(now - turnAt, ...slices);
    return { scanning, places, longest };
  }

  test.each([
    ['what can be passed over as a whole', 'absent', 1],
    ['what can be passed over, backwards', 'absent', -1],
    ['each line by itself', '/abs.nt/', 1],
    ['each line by itself, backwards', '/abs.nt/', -1],
  ] as const)('lets others have a turn within a frame: %s', async (_what, wanted, by) => {
    const { scanning, longest } = slowly(await bigSource());
    expect(await findLine(scanning, by === 1 ? 'start' : 'end', by, matching(wanted))).toBeUndefined();
    expect(longest()).toBeLessThan(FRAME_MS);
  });

  test('reads each stretch once', async () => {
    const source = await bigSource();
    let bytes = 0;
    const counted: OutputSource = {
      ...source,
      read: async (...range) => {
        const got = await source.read(...range);
        bytes += got.length;
        return got;
      },
    };
    await findLine(scan(counted), 'start', 1, matching('absent'));
    expect(bytes).toBeLessThan(source.sizes.out * 1.01);
    bytes = 0;
    await findLine(scan(counted), 'end', -1, matching('/abs.nt/'));
    expect(bytes).toBeLessThan(source.sizes.out * 1.2);
  });

  test('gives every line as it is, whatever memory it was read into', async () => {
    const linesOf = (word: string) => Array.from({ length: 30_000 }, (_, index) => `${word} ${index}`);
    const long = `long ${'x'.repeat(300_000)} end`;
    const [out, err] = [[...linesOf('out'), long, ...linesOf('more')], linesOf('err')];
    const source = await sourceOf(`${out.join('\n')}\n`, `${err.join('\n')}\n`);
    const got: string[] = [];
    for await (const lines of allLines(scan(source), 0)) got.push(...lines);
    expect(got).toEqual([...out.map((line) => line.slice(0, LINE_SHOWN_BYTES_MAX)), ...err]);
    const skipped = await findAll(scan(source), matching('out 29999'));
    expect(skipped).toEqual([{ stream: 'out', start: out.slice(0, 29_999).join('\n').length + 1 }]);
  });

  test('tells how far it has come', async () => {
    const source = await bigSource();
    const { scanning, places } = slowly(source);
    await findLine(scanning, 'start', 1, matching('absent'));
    expect(places.length).toBeGreaterThan(5);
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(places.at(-1)).toBe(source.sizes.out);
  });
});
