import { readFileSync, realpathSync, statSync } from 'node:fs';
import { readUserCrontab } from '../../../src/engine/ports/crontab-source.ts';
import type { Host } from '../../../src/engine/ports/host.ts';
import { type CrontabText, userCrontabName } from '../../crontab-plan.ts';
import { Failure, usageFailure } from '../../failure.ts';
import { INPUT_BYTES_MAX } from '../../limits.ts';

/** This user's crontab, a file, or stdin. */
export function readCrontabText(host: Host, file: string | undefined): CrontabText {
  if (file === undefined) return userCrontab(host);
  return file === '-' ? { name: `stdin of ${host.user}`, text: readFileSync(0, 'utf8') } : fileCrontab(file);
}

function userCrontab(host: Host): CrontabText {
  const reading = readUserCrontab(host.env);
  if (reading.kind === 'found') return { name: userCrontabName(host), text: reading.text };
  if (reading.kind === 'none') {
    throw new Failure('not-found', 'no-crontab', `nothing imported: ${host.user} has no crontab`, {
      hint: 'import crontab FILE reads one from a file',
    });
  }
  throw new Failure('refused', 'crontab-unreadable', `nothing imported: ${reading.reason}`, {
    hint: 'import crontab FILE reads one from a file',
  });
}

function fileCrontab(file: string): CrontabText {
  try {
    if (statSync(file).size > INPUT_BYTES_MAX) {
      throw usageFailure('file-too-large', `nothing imported: ${file} is larger than ${INPUT_BYTES_MAX} bytes`);
    }
    return { name: realpathSync(file), text: readFileSync(file, 'utf8') };
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (error instanceof Failure || code === undefined) throw error;
    const why = code === 'ENOENT' ? 'no such file' : code === 'EISDIR' ? 'it is a folder' : code;
    throw usageFailure('file-unreadable', `nothing imported: ${file}: ${why}`, { field: 'file' });
  }
}
