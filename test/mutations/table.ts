import { AFTER_THE_END } from './after-the-end.ts';
import { GATEWAY } from './gateway.ts';
import { GUARDS } from './guards.ts';
import type { Mutation } from './mutation.ts';
import { SETTLEMENT } from './settlement.ts';
import { STEPS } from './steps.ts';

/** Every guard and every step that must not be lost. `node scripts/mutations.mjs` takes each away in turn. */
export const MUTATIONS: readonly Mutation[] = [...GUARDS, ...SETTLEMENT, ...AFTER_THE_END, ...STEPS, ...GATEWAY];
