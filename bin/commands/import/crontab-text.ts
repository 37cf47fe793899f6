import { realpathSync } from 'node:fs';
import { readUserCrontab } from '../../../src/engine/ports/crontab-source.ts';
import type { Host } from '../../../src/engine/ports/host.ts';
import { type CrontabText, userCrontabName } from '../../crontab-plan.ts';
import { Failure } from '../../failure.ts';
import { INPUT_BYTES_MAX } from '../../limits.ts';
import { readText, STDIN } from '../../read-text.ts';

/** This user's crontab, a file, or stdin. */
export function readCrontabText(host: Host, file: string | undefined): CrontabText {
  if (file === undefined) return userCrontab(host);
  return file === '-' ? { name: `stdin of ${host.user}`, text: textOf(STDIN, 'stdin') } : fileCrontab(file);
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

export function fileCrontab(file: string): CrontabText {
  const text = textOf(file, file);
  return { name: realpathSync(file), text };
}

const textOf = (from: string | typeof STDIN, name: string): string =>
  readText(from, {
    bytesMax: INPUT_BYTES_MAX,
    code: 'file-unreadable',
    field: 'file',
    failure: (why) => `nothing imported: ${name}: ${why}`,
  });
