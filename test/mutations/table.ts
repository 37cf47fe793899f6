import { AFTER_THE_END } from './after-the-end.ts';
import { CONSOLE_KEYS } from './console-keys.ts';
import { CONSOLE_LISTS } from './console-lists.ts';
import { CONSOLE_SHEETS } from './console-sheets.ts';
import { CONSOLE_TERMINAL } from './console-terminal.ts';
import { GATEWAY } from './gateway.ts';
import { GUARDS } from './guards.ts';
import type { Mutation } from './mutation.ts';
import { SETTLEMENT } from './settlement.ts';
import { STEPS } from './steps.ts';

const ENGINE: readonly Mutation[] = [...GUARDS, ...SETTLEMENT, ...AFTER_THE_END, ...STEPS, ...GATEWAY];
const CONSOLE: readonly Mutation[] = [...CONSOLE_KEYS, ...CONSOLE_SHEETS, ...CONSOLE_TERMINAL, ...CONSOLE_LISTS];

/** Every guard and every step that must not be lost. `node scripts/mutations.mjs` takes each away in turn. */
export const MUTATIONS: readonly Mutation[] = [...ENGINE, ...CONSOLE];
