import { Transform } from 'node:stream';
import type { Pattern } from '../../src/engine/redact/patterns.ts';
import { createRedactor } from '../../src/engine/redact/redactor.ts';

/** Takes secrets out of the bytes that pass through. */
export function redacting(patterns: readonly Pattern[]): Transform {
  const redactor = createRedactor(patterns);
  return new Transform({
    transform: (chunk, _encoding, pass) => pass(null, redactor.push(chunk)),
    flush: (pass) => pass(null, redactor.end()),
  });
}
