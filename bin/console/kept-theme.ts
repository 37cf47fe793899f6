import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BUILT_IN_THEMES } from '../config/theme-file.ts';
import type { Context } from '../context.ts';
import type { Looks } from './looks.ts';

const FILE_BYTES_MAX = 1_024;

/** `over`: what was configured then; a theme that is configured later counts more than an old choice. */
type KeptTheme = { chosen: string; over: string };

/** Wears the theme that this person chose last by hand, and remembers the next choice as soon as it is made. */
export function keepTheme(context: Pick<Context, 'settings' | 'host'>, flag: string | undefined, looks: Looks): void {
  const { settings, host } = context;
  const path = join(settings.home, `theme-${host.user.replace(/[^\w.-]/g, '_')}.json`);
  const over = settings.config.ui?.theme ?? '';
  const kept = read(path);
  if (flag === undefined && kept?.over === over) looks.choose(kept.chosen);
  looks.onChoose((chosen) => save(path, { chosen, over }));
}

function save(path: string, kept: KeptTheme): void {
  try {
    writeFileSync(`${path}.new`, JSON.stringify(kept), { mode: 0o600 });
    renameSync(`${path}.new`, path);
  } catch {
    // A disk that is full costs a habit at the next start.
  }
}

function read(path: string): KeptTheme | undefined {
  try {
    const text = readFileSync(path, 'utf8');
    const kept = text.length > FILE_BYTES_MAX ? undefined : (JSON.parse(text) as Partial<KeptTheme> | null);
    const chosen = BUILT_IN_THEMES.find((name) => name === kept?.chosen);
    return chosen === undefined || typeof kept?.over !== 'string' ? undefined : { chosen, over: kept.over };
  } catch {
    // Nobody has chosen one yet, or somebody else wrote it.
    return undefined;
  }
}
