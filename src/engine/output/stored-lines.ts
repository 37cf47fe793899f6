import type { RunOutput } from '../../store/nouns/run.ts';
import { createLineAssembler } from './line-assembler.ts';
import { wholeSteps } from './merged-order.ts';
import { parseIndex } from './output-index.ts';
import type { OutputLine } from './read-output-lines.ts';

/** The lines that the database kept of a run, in the order in which they came; where nobody looked, out before err. */
export function storedLines({ stdout, stderr, arrivals = '' }: RunOutput): OutputLine[] {
  const bytes = { out: Buffer.from(stdout), err: Buffer.from(stderr) };
  const lines: OutputLine[] = [];
  const assembler = createLineAssembler(['out', 'err'], (at, stream, decode) =>
    lines.push({ stream, text: decode(), ...(at === undefined ? {} : { at }) }),
  );
  const steps = wholeSteps(parseIndex(arrivals), { out: bytes.out.length, err: bytes.err.length });
  for (const step of steps) {
    assembler.feed(step, bytes[step.stream].subarray(step.start, step.end));
    if (arrivals === '') assembler.flush();
  }
  assembler.flush();
  return lines;
}
