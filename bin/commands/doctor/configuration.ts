import { checkColumns, checkKeys } from '../../config/key-settings.ts';
import type { Settings } from '../../config/settings.ts';
import { themeNamed } from '../../config/theme-file.ts';
import { withoutEffect } from '../../config/without-effect.ts';
import type { Context } from '../../context.ts';
import { Failure } from '../../failure.ts';
import { type Finding, finding } from './finding.ts';

const CONFIG = ['configuration', 'configuration'] as const;

/** The file, what only a console would refuse in it, and what nobody acts on. */
export function checkConfig({ settings }: Context): Finding[] {
  const problem = settings.configProblem ?? problemOf(settings);
  if (problem !== undefined) {
    const text = problem.message.replace(/^configuration not read: /, '');
    return [finding('bad', CONFIG, text, problem.hint ?? 'correct the file')];
  }
  const idle = withoutEffect(settings.config);
  if (idle !== undefined) return [finding('warn', CONFIG, idle, 'leave it out')];
  return [finding('ok', CONFIG, settings.configPath ?? 'no file, the defaults hold')];
}

function problemOf({ config, home }: Settings): Failure | undefined {
  try {
    checkKeys(config);
    checkColumns(config);
    if (config.ui?.theme !== undefined) themeNamed(config.ui.theme, home, 'ui.theme');
    return undefined;
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
}
