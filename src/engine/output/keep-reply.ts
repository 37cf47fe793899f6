import { mkdirSync, writeFileSync } from 'node:fs';
import { outputPaths, wholeCharactersEnd } from './read-output.ts';

/** An agent's reply becomes the run's stdout, so that whoever reads, follows or searches outputs finds it there. */
export function keepReply(folder: string, reply: string, bytesMax: number): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const bytes = Buffer.from(reply);
  const head = bytes.subarray(0, bytesMax);
  const kept = bytes.length <= bytesMax ? bytes : head.subarray(0, wholeCharactersEnd(head));
  writeFileSync(outputPaths(folder)[0], kept, { mode: 0o600 });
}
