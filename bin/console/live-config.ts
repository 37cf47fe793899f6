import type { EngineNews, UiConfig } from '../../src/ui/console-options.ts';
import { readConfigFile } from '../config/config-file.ts';
import type { Config } from '../config/config-schema.ts';
import { checkColumns, checkKeys } from '../config/key-settings.ts';
import type { Settings } from '../config/settings.ts';
import { changedKeys, uiConfig } from '../config/ui-settings.ts';
import { watchConfig } from '../config/watch-config.ts';
import type { Context } from '../context.ts';
import { appearanceOf } from './appearance.ts';
import type { ConsoleFlags } from './flags.ts';
import type { Looks } from './looks.ts';

export type LiveConfig = {
  current(): Config;
  ui(): UiConfig;
  /** Keys, columns and times may be others now. */
  onChange(changed: () => void): () => void;
};

type World = { settings: Pick<Settings, 'home' | 'config' | 'configPath'>; clock: Pick<Context['clock'], 'setTimer'> };

type Taken = {
  looks: Looks;
  setMouse(state: 'on' | 'off'): void;
  /** What the commands of this console go by. */
  take(config: Config): void;
  tell(news: EngineNews): void;
};

/** The configuration while the console is open: what is about the screen is taken over as soon as it is written. */
export function createLiveConfig(
  { settings, clock }: World,
  flags: ConsoleFlags,
  { looks, setMouse, take, tell }: Taken,
): LiveConfig {
  let current = settings.config;
  const listeners = new Set<() => void>();
  // A path would leave a narrow line no room for what is wrong.
  const kept = (why: string): void => {
    const text = `${why.replaceAll(`${settings.home}/`, '')}; the one before is kept`;
    tell({ tone: 'bad', mark: '✗', text, about: 'configuration' });
  };
  const onConfig = (config: Config): void => {
    checkKeys(config);
    checkColumns(config);
    // A theme that cannot be read refuses the whole file, as at the start.
    looks.wear(appearanceOf(flags, { ...settings, config }, process.env));
    const changed = changedKeys(current, config);
    if (flags.mouse !== true && changed.now.includes('ui.mouse')) setMouse(config.ui?.mouse === true ? 'on' : 'off');
    current = config;
    take(config);
    for (const listener of listeners) listener();
    tell(takenOver(changed, looks.warning()));
  };
  watchConfig(settings, clock, { onConfig, onProblem: kept }, readConfigFile);
  return {
    current: () => current,
    ui: () => uiConfig(current),
    onChange(changed) {
      listeners.add(changed);
      return () => void listeners.delete(changed);
    },
  };
}

function takenOver({ now, later }: ReturnType<typeof changedKeys>, warning: string | undefined): EngineNews {
  const about = 'configuration';
  if (warning !== undefined) return { tone: 'bad', mark: '!', text: warning, about };
  const parts = [
    ...(now.length === 0 ? [] : [`taken over: ${now.join(', ')}`]),
    ...(later.length === 0 ? [] : [`from the next start on: ${later.join(', ')}`]),
  ];
  return {
    tone: 'good',
    mark: '✓',
    text: `configuration ${parts.join('; ') || 'read again, nothing is different'}`,
    about,
  };
}
