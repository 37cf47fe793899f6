import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Context } from '../../context.ts';
import type { CrontabText } from '../../crontab-plan.ts';
import { Failure } from '../../failure.ts';
import { fileCrontab } from './crontab-text.ts';

const USUAL = ['/etc/crontab', '/etc/cron.d'];
const FILES_MAX = 1_000;
/** cron reads no others: backups and files of package managers have a dot in their names. */
const NAME = /^[A-Za-z0-9_-]+$/;

/** The named files and the files of the named folders; without any, those that cron itself reads on this machine. */
export function readSystemCrontabs(context: Context, named: readonly string[]): CrontabText[] {
  const from = named.length === 0 ? USUAL.filter((path) => existsSync(path)) : named;
  if (from.length === 0) {
    throw new Failure('not-found', 'no-crontab', `nothing imported: this machine has no ${USUAL.join(' and no ')}`, {
      hint: 'import crontab --system FILE reads one from a file',
    });
  }
  return from.flatMap((path) => (isFolder(path) ? filesIn(context, path) : [fileCrontab(path)])).slice(0, FILES_MAX);
}

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;

/** One that cannot be read is named and passed over: the others are still wanted. */
function filesIn(context: Context, folder: string): CrontabText[] {
  return readdirSync(folder)
    .filter((name) => NAME.test(name))
    .sort()
    .slice(0, FILES_MAX)
    .flatMap((name) => {
      try {
        return [fileCrontab(join(folder, name))];
      } catch (error) {
        if (!(error instanceof Failure)) throw error;
        context.output.remark(error.message.replace('nothing imported', 'passed over'));
        return [];
      }
    });
}
