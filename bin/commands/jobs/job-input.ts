import { readJobJson } from '../../../src/engine/rules/job/read-job-json.ts';
import { usageFailure } from '../../failure.ts';
import { INPUT_BYTES_MAX } from '../../limits.ts';
import { readText, STDIN } from '../../read-text.ts';
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
  if (json !== undefined) return parse(json === '-' ? textOf('-', 'stdin') : json);
  if (flags.file !== undefined) return parse(textOf(flags.file, flags.file === '-' ? 'stdin' : flags.file));
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

const textOf = (from: string, name = from): string =>
  readText(from === '-' ? STDIN : from, {
    bytesMax: INPUT_BYTES_MAX,
    code: 'file-unreadable',
    field: '--file',
    failure: (why) => `cannot read ${name === '' ? 'a file without a name' : name}: ${why}`,
  });
