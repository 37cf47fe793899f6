import { readFileSync, statSync } from 'node:fs';
import { readJobJson } from '../../../src/engine/rules/job/read-job-json.ts';
import { usageFailure } from '../../failure.ts';
import { INPUT_BYTES_MAX } from '../../limits.ts';
import { type FlagContext, givenFlag, type JobFlags, jobFromFlags } from './job-flags.ts';

/** What the operator wrote, from wherever it comes; throws a usage failure when it comes from two places or none. */
export function readJobInput(
  json: string | undefined,
  flags: JobFlags & { file?: string },
  context: FlagContext,
): unknown {
  const flag = givenFlag(flags);
  const sources = [json === undefined ? [] : ['JSON'], flags.file === undefined ? [] : ['--file'], flag ?? []].flat();
  if (sources.length > 1) {
    throw usageFailure('sources-conflict', `the job is given twice: ${sources.join(' and ')}`, {
      hint: 'give one of them',
    });
  }
  if (json !== undefined) return parse(json === '-' ? readText(0, 'stdin') : json);
  if (flags.file !== undefined)
    return parse(flags.file === '-' ? readText(0, 'stdin') : readText(flags.file, flags.file));
  if (flag === undefined) {
    const what = context.stored === undefined ? 'job' : 'change';
    throw usageFailure('no-job', `no ${what} given: JSON, --file FILE, - for stdin, or flags such as --name`, {
      hint:
        context.stored === undefined
          ? "for example: jobs add --name hello --every 5m --shell 'date'"
          : 'for example: jobs update hello --every 10m, or \'{"max_retries":2}\'',
    });
  }
  return jobFromFlags(flags, context);
}

function parse(text: string): unknown {
  const reading = readJobJson(text);
  if (reading.kind === 'refused') throw usageFailure('job-json', reading.line);
  return reading.value;
}

function readText(from: number | string, name: string): string {
  try {
    if (typeof from === 'string' && statSync(from).size > INPUT_BYTES_MAX) {
      throw usageFailure('file-too-large', `${name} is larger than ${INPUT_BYTES_MAX} bytes`);
    }
    return readFileSync(from, 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === undefined) throw error;
    const why = code === 'ENOENT' ? 'no such file' : code === 'EISDIR' ? 'it is a folder' : code;
    throw usageFailure('file-unreadable', `cannot read ${name}: ${why}`, { field: '--file' });
  }
}
