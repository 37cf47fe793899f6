import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { cleaner } from '../../../bin/output/cleaner.ts';

const cleaned = (...chunks: Buffer[]) => text(Readable.from(chunks).pipe(cleaner()));

test('what a job printed cannot touch the terminal, wherever the chunks are cut', async () => {
  const bytes = Buffer.from('a\u001b[31mred\u001b[0m\r\nb\u0000\u0007ü\nlast');
  for (let cut = 0; cut <= bytes.length; cut += 1) {
    expect(await cleaned(bytes.subarray(0, cut), bytes.subarray(cut))).toBe('ared\nbü\nlast\n');
  }
});

test('broken UTF-8 is marked, and an endless line is broken into pieces', async () => {
  expect(await cleaned(Buffer.from([0x61, 0xff, 0x62, 0x0a]))).toBe('a\ufffdb\n');
  const lines = (await cleaned(Buffer.alloc(300_000, 'x'))).split('\n');
  expect(lines.map((line) => line.length)).toEqual([65_536, 65_536, 65_536, 65_536, 37_856, 0]);
});
