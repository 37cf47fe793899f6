import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Failure, usageFailure } from '../failure.ts';
import type { Config } from './config-schema.ts';

/** What was given on the command line, for every command. */
export type GlobalFlags = { home?: string; db?: string; config?: string; json?: true; verbose?: true };
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * `tell`: for who looks what is wrong. `remark`: for who looks at or stops what runs, where the configuration decides
 * nothing; one that was named on the command line is refused there as well.
 */
export type BrokenConfig = 'throw' | 'tell' | 'remark';

export type Settings = {
  home: string;
  dbPath: string;
  runsDir: string;
  backupsDir: string;
  logDir: string;
  /** Absent when there is no configuration file; the defaults hold then. */
  configPath?: string;
  /** Only where it was to be told, and not thrown: the defaults hold then. */
  configProblem?: Failure;
  config: Config;
};

/** Flags win over the environment, the environment over the file, the file over the defaults. */
export async function readSettings(
  flags: GlobalFlags,
  env: Environment,
  userHome: string,
  brokenConfig: BrokenConfig = 'throw',
): Promise<Settings> {
  refuseEmpty(flags);
  const home = homeOf(flags, env, userHome);
  const configPath = configPathOf(flags, env, { home, userHome });
  const defaults = settingsAt(home);
  const isNamed = given(flags.config) !== undefined;
  const onBroken = isNamed && brokenConfig === 'remark' ? 'throw' : brokenConfig;
  return {
    ...defaults,
    dbPath: resolve(given(flags.db) ?? given(env.OPENCLAW_TUI_DB) ?? defaults.dbPath),
    ...(configPath === undefined ? {} : { configPath, ...(await load(configPath, onBroken)) }),
  };
}

/** A home of its own, with nothing configured. */
export const settingsAt = (home: string): Settings => ({
  home,
  dbPath: join(home, 'openclaw-tui.db'),
  runsDir: join(home, 'runs'),
  backupsDir: join(home, 'backups'),
  logDir: join(home, 'logs'),
  config: {},
});

const homeOf = (flags: GlobalFlags, env: Environment, userHome: string): string =>
  resolve(given(flags.home) ?? given(env.OPENCLAW_TUI_HOME) ?? join(userHome, '.openclaw', 'tui'));

function configPathOf(
  flags: GlobalFlags,
  env: Environment,
  homes: { home: string; userHome: string },
): string | undefined {
  const named = given(flags.config);
  if (named !== undefined) return resolve(named);
  const inHome = join(homes.home, 'config.json');
  if (existsSync(inHome)) return inHome;
  const shared = join(given(env.XDG_CONFIG_HOME) ?? join(homes.userHome, '.config'), 'openclaw-tui', 'config.json');
  return existsSync(shared) ? shared : undefined;
}

/** Most homes have no file, and then nobody waits for the schema to load. */
async function load(path: string, broken: BrokenConfig): Promise<Pick<Settings, 'config' | 'configProblem'>> {
  const { readConfigFile } = await import('./config-file.ts');
  try {
    return { config: readConfigFile(path) };
  } catch (error) {
    if (broken === 'throw' || !(error instanceof Failure)) throw error;
    return { config: {}, configProblem: error };
  }
}

/** `--home "$UNSET"` must not work on the real home. */
function refuseEmpty({ home, db, config }: GlobalFlags): void {
  for (const [flag, value] of Object.entries({ home, db, config })) {
    if (value === '')
      throw usageFailure('flag-empty', `--${flag} is empty`, { field: `--${flag}`, hint: 'give a path' });
  }
}

/** An empty variable is one that was not set. */
const given = (value: string | undefined): string | undefined =>
  value === undefined || value === '' ? undefined : value;

/** Whether who started a run may approve it. */
export const selfApprovalOf = ({ config }: Pick<Settings, 'config'>): 'allowed' | 'forbidden' =>
  config.approvals?.self === false ? 'forbidden' : 'allowed';
