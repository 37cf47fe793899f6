import type { JobDefinition } from '../../store/nouns/job-fields.ts';
import type { Condition, ConditionAnswer } from '../rules/children.ts';
import type { Evidence } from '../rules/outcome.ts';
import { fileContains } from './contains.ts';
import { matchesRegex, REGEX_TIME_MAX_MS } from './matches-regex.ts';
import { lastLine, outputPaths, readOutput } from './read-output.ts';

/** D-22. What a settlement keeps of a run's files; longer output stays where it is. */
export function readEvidence(folder: string, definition: JobDefinition): Evidence {
  const [outPath, errPath] = outputPaths(folder);
  const out = readOutput(outPath, definition.output_store_limit_bytes);
  const err = readOutput(errPath, definition.output_store_limit_bytes);
  // Most streams are empty; there is no need to open them twice.
  const summary = (out.bytes > 0 && lastLine(outPath)) || (err.bytes > 0 && lastLine(errPath)) || '';
  const most = Math.min(definition.output_offload_threshold_bytes, definition.output_store_limit_bytes);
  const long = out.bytes > most || err.bytes > most;
  return {
    stdout: out.text,
    stderr: err.text,
    stdoutCut: out.cut,
    stderrCut: err.cut,
    outBytes: out.bytes,
    errBytes: err.bytes,
    ...(summary === '' ? {} : { summary }),
    ...(long ? { offloadedTo: folder } : {}),
  };
}

/** D-69. Looks at the whole output, before the settlement and outside its transaction; stdout first, then stderr. */
export async function meetsCondition(
  folder: string,
  condition: Condition,
  signal: AbortSignal = AbortSignal.timeout(REGEX_TIME_MAX_MS),
): Promise<ConditionAnswer> {
  try {
    return { kind: (await isFound(outputPaths(folder), condition, signal)) ? 'met' : 'unmet' };
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
