import type { JobDefinition } from '../../store/nouns/job-fields.ts';
import type { Condition, ConditionAnswer } from '../rules/children.ts';
import { headOf } from '../rules/cut-text.ts';
import type { Evidence } from '../rules/outcome.ts';
import { readArrivals } from './arrivals.ts';
import { fileContains } from './contains.ts';
import { isMoreThanMatched, matchesRegex, REGEX_TIME_MAX_MS } from './matches-regex.ts';
import { lastLine, type OutputText, outputPaths, readOutput } from './read-output.ts';

/** D-22. What a settlement keeps of a run's files; longer output stays where it is. */
export function readEvidence(folder: string, definition: JobDefinition): Evidence {
  const [outPath, errPath] = outputPaths(folder);
  const limitBytes = storeLimitOf(definition);
  const out = readStored(outPath, limitBytes);
  const err = readStored(errPath, limitBytes);
  const { output_summary_limit_bytes: summaryBytes, output_offload_threshold_bytes: threshold } = definition;
  // Most streams are empty; there is no need to open them twice.
  const errorLine = err.bytes > 0 ? lastLine(errPath, summaryBytes) : '';
  const summary = (out.bytes > 0 && lastLine(outPath, summaryBytes)) || errorLine;
  const stays = [out, err].some(({ bytes, cut, text }) => bytes > threshold || cut || isLossy(text));
  return {
    stdout: out.text,
    stderr: err.text,
    stdoutCut: out.cut,
    stderrCut: err.cut,
    outBytes: out.bytes,
    errBytes: err.bytes,
    ...(summary === '' ? {} : { summary }),
    ...(errorLine === '' ? {} : { errorLine }),
    ...(stays ? { offloadedTo: folder } : arrivalsIn(folder, out.bytes + err.bytes)),
  };
}

function arrivalsIn(folder: string, bytes: number): Pick<Evidence, 'arrivals'> {
  const arrivals = bytes === 0 ? '' : readArrivals(folder);
  return arrivals === '' ? {} : { arrivals };
}

/** Bytes that are no text were replaced, so that only the file has them. */
const isLossy = (text: string): boolean => text.includes('\ufffd');

/** What is stored of a stream. Characters in the place of bytes that are no text need more room than those had. */
function readStored(path: string, limitBytes: number): OutputText {
  const read = readOutput(path, limitBytes);
  const text = headOf(read.text, limitBytes);
  return { ...read, text, cut: read.cut || text.length < read.text.length };
}

/** A check's verdict is read from what is stored of it. */
const storeLimitOf = ({ job_type: type, output_store_limit_bytes: limit }: JobDefinition): number =>
  type === 'watchdog' ? Math.max(limit, VERDICT_BYTES_MIN) : limit;

const VERDICT_BYTES_MIN = 65_536;

/** D-69. Looks at the whole output, before the settlement and outside its transaction; stdout first, then stderr. */
export async function meetsCondition(
  folder: string,
  condition: Condition,
  signal: AbortSignal = AbortSignal.timeout(REGEX_TIME_MAX_MS),
): Promise<ConditionAnswer> {
  try {
    const paths = outputPaths(folder);
    if (await isFound(paths, condition, signal)) return { kind: 'met' };
    return condition.kind === 'regex' && isMoreThanMatched(paths) ? { kind: 'unmet', partly: true } : { kind: 'unmet' };
  } catch (error) {
    return { kind: 'failed', because: becauseOf(error) };
  }
}

function isFound(paths: readonly string[], condition: Condition, signal: AbortSignal): Promise<boolean> {
  switch (condition.kind) {
    case 'contains':
      return fileContains(paths, condition.text);
    case 'regex':
      return matchesRegex(paths, condition.pattern, signal);
  }
}

function becauseOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError') return `matching took longer than ${REGEX_TIME_MAX_MS / 1_000} s`;
  const { code } = error as NodeJS.ErrnoException;
  return code === undefined ? error.message : `the output cannot be read (${code})`;
}
