import type { UiConfig } from '../../src/ui/console-options.ts';
import { RING_DEFAULTS, type RingSettings } from '../../src/ui/notify/ring-rule.ts';
import type { Config } from './config-schema.ts';

/** What calls a person who looks elsewhere, and how. */
export const ringSettings = ({ ui }: Config): RingSettings => ({
  bell: ui?.bell ?? RING_DEFAULTS.bell,
  notify: ui?.notify ?? RING_DEFAULTS.notify,
});

/** The part of the configuration that the screen itself reads. */
export const uiConfig = ({ ui }: Config): UiConfig => ({
  ...(ui?.time === undefined ? {} : { time: ui.time }),
  columns: ui?.columns ?? {},
  keys: ui?.keys ?? {},
});

/** Which keys differ between two configurations: those of `ui` and `approvals` are taken over at once, the others count from the next start. */
export function changedKeys(before: Config, after: Config): { now: string[]; later: string[] } {
  const now = TAKEN_AT_ONCE.flatMap((part) =>
    differing(before[part] ?? {}, after[part] ?? {}).map((key) => `${part}.${key}`),
  );
  const later = differing(before, after).filter((key) => !TAKEN_AT_ONCE.some((part) => part === key));
  return { now, later };
}

const TAKEN_AT_ONCE = ['ui', 'approvals'] as const;

function differing(before: object, after: object): string[] {
  const [old, fresh] = [before as Record<string, unknown>, after as Record<string, unknown>];
  return [...new Set([...Object.keys(old), ...Object.keys(fresh)])].filter(
    (key) => JSON.stringify(old[key]) !== JSON.stringify(fresh[key]),
  );
}
