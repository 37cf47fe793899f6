import { findDuplicateName } from './json-duplicate.ts';
import { findJsonError } from './json-error.ts';
import { showValue } from './problem.ts';

/** A prompt of 1 MiB, escaped, still fits. */
export const JOB_JSON_BYTES_MAX = 4_194_304;

/** Reads the text of a job; a mistake in it is said with its place, in one line. */
export function readJobJson(text: string): { kind: 'ok'; value: unknown } | { kind: 'refused'; line: string } {
  // Files written on Windows begin with a byte order mark, which JSON does not know.
  const json = text.replace(/^\ufeff/, '');
  if (json.length > JOB_JSON_BYTES_MAX || Buffer.byteLength(json) > JOB_JSON_BYTES_MAX) {
    return {
      kind: 'refused',
      line: `the job is too long: at most ${JOB_JSON_BYTES_MAX.toLocaleString('en')} bytes of JSON`,
    };
  }
  if (json.trim() === '') return { kind: 'refused', line: 'the job is empty: give a JSON object such as {"name":"…"}' };
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    const { line, column, expected, found } = findJsonError(json);
    return { kind: 'refused', line: `not JSON: line ${line}, column ${column}: expected ${expected}, found ${found}` };
  }
  const twice = findDuplicateName(json);
  if (twice === undefined) return { kind: 'ok', value };
  const { name, line, column } = twice;
  return {
    kind: 'refused',
    line: `line ${line}, column ${column}: ${showValue(name)} is given twice; keep one of them`,
  };
}
