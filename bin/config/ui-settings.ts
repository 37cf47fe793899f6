import { RING_DEFAULTS, type RingSettings } from '../../src/ui/notify/ring-rule.ts';
import type { Config } from './config-schema.ts';

/** What calls a person who looks elsewhere, and how. */
export const ringSettings = ({ ui }: Config): RingSettings => ({
  bell: ui?.bell ?? RING_DEFAULTS.bell,
  notify: ui?.notify ?? RING_DEFAULTS.notify,
});
