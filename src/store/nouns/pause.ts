import type { Actor } from './actor.ts';

export const PAUSE_SCOPES = ['all', 'job', 'pool', 'tag'] as const;
export type PauseScope = (typeof PAUSE_SCOPES)[number];

/** Nothing new starts of what it covers; what runs, ends. */
export type Pause = {
  scope: PauseScope;
  /** A job's id, a pool's or a tag's name; empty for `all`. */
  key: string;
  /** When it ends by itself, in epoch ms; absent: when somebody resumes. */
  until?: number;
  note: string;
  pausedAt: number;
  pausedBy: Actor;
};
