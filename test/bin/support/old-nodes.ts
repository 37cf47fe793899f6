import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { planLaunch } from '../../../bin/launch-plan.js';

/** The Node of this machine, where it is too old for the program; on many machines nothing. */
export const oldNodes = (): string[] =>
  (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, 'node'))
    .filter((path) => existsSync(path) && isTooOld(path))
    .slice(0, 1);

function isTooOld(node: string): boolean {
  const version = execFileSync(node, ['--version'], { encoding: 'utf8' }).trim();
  return planLaunch({ version, ownNode: undefined, isBuilt: true }).kind === 'refuse';
}
