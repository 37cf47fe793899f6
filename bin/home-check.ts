import { openFileLog } from '../src/engine/ports/log.ts';
import { lookAtHome, ownPerson, setMode } from '../src/engine/ports/permissions.ts';
import { judgePermissions, type PermissionProblem, permissionText } from '../src/engine/rules/permissions.ts';
import type { Settings } from './config/settings.ts';
import type { Context } from './context.ts';
import { Failure } from './failure.ts';
import { logPath } from './fault-log.ts';

/** More of one kind are counted, not named. */
const NAMED_MAX = 5;

export const permissionProblems = (settings: Settings): PermissionProblem[] =>
  judgePermissions(lookAtHome({ ...settings, logPath: logPath(settings) }), ownPerson());

/**
 * Before an engine or a console opens a home: what is ours is made private, what is not is told, and a link that
 * somebody else has put there is not followed.
 */
export function checkHome({ settings, output }: Pick<Context, 'settings' | 'output'>): void {
  const problems = permissionProblems(settings);
  if (problems.length === 0) return;
  const link = problems.find(({ kind }) => kind === 'link');
  if (link !== undefined) {
    const { what, remedy } = permissionText(link);
    throw new Failure('refused', 'foreign-link', `no engine and no console here: ${what}`, { hint: remedy });
  }
  const repaired = problems.filter((problem) => problem.kind === 'open' && isRepaired(problem));
  const left = problems.filter((problem) => !repaired.includes(problem));
  const lines = [
    ...(repaired.length === 0 ? [] : [`made private, since others could get at it: ${named(repaired)}`]),
    ...left.slice(0, NAMED_MAX).map((problem) => `${permissionText(problem).what}: ${permissionText(problem).remedy}`),
    ...(left.length > NAMED_MAX ? [`and ${left.length - NAMED_MAX} more of the kind`] : []),
  ];
  for (const line of lines) output.remark(line);
  writeDown(settings, lines);
}

function writeDown(settings: Settings, lines: readonly string[]): void {
  try {
    const log = openFileLog(logPath(settings), { level: settings.config.log?.level });
    for (const line of lines) log.warn({}, line);
    log.close();
  } catch {
    // Whoever needs the log next says that it cannot be written.
  }
}

const isRepaired = (problem: Extract<PermissionProblem, { kind: 'open' }>): boolean =>
  problem.repair === 'ours' && setMode(problem.path, problem.to);

function named(problems: readonly PermissionProblem[]): string {
  const paths = problems.slice(0, NAMED_MAX).map(({ path }) => path);
  const more = problems.length - paths.length;
  return more > 0 ? `${paths.join(', ')} and ${more} more` : paths.join(', ');
}
