import type { RunStatus } from '../../store/nouns/run.ts';

/** What a text is looked for in: jobs by name or id, runs by number or by their job. */
export type FoundJob = { jobId: string; name: string; enabled: boolean; scheduleText: string };
export type FoundRun = { runId: number; dispatchId: number; jobId: string; jobName: string; status: RunStatus };

/** What has been found so far for a text; a hundred thousand jobs are looked through in slices. */
export type Found = { text: string; jobs: readonly FoundJob[]; runs: readonly FoundRun[]; isWhole: boolean };

export type Palette = {
  text: string;
  /** The entry the person has moved to; absent: the best one. */
  chosen?: string;
  /** How far back in what was asked before; absent: not there. */
  walk?: number;
  found: Found;
};

export const TEXT_UNITS_MAX = 200;
/** Texts that an empty palette walks through. */
export const LAST_MAX = 50;

export const NOTHING_FOUND: Found = { text: '', jobs: [], runs: [], isWhole: true };

export const freshPalette: Palette = { text: '', found: NOTHING_FOUND };

/** A word for an action in front of what it is done to: `why backup-pg`, also `kill 8811`. Without an action it only goes there. */
export type Order = {
  verb: string;
  /** Other words for it. */
  also?: readonly string[];
  actionId?: string;
  takes: 'job' | 'live-run' | 'approval' | 'anything';
};

export const ORDERS: readonly Order[] = [
  { verb: 'go', also: ['goto', 'open', 'show'], takes: 'anything' },
  { verb: 'why', also: ['explain'], actionId: 'why', takes: 'job' },
  { verb: 'run', also: ['start', 'trigger', 'launch'], actionId: 'run', takes: 'job' },
  { verb: 'pause', also: ['hold'], actionId: 'pause', takes: 'job' },
  { verb: 'resume', also: ['unpause', 'continue'], actionId: 'resume', takes: 'job' },
  { verb: 'edit', also: ['change', 'modify'], actionId: 'edit', takes: 'job' },
  { verb: 'enable', also: ['activate'], actionId: 'enable', takes: 'job' },
  { verb: 'disable', also: ['deactivate'], actionId: 'disable', takes: 'job' },
  { verb: 'delete', also: ['remove', 'rm'], actionId: 'delete', takes: 'job' },
  { verb: 'cancel', also: ['stop', 'kill', 'abort'], actionId: 'cancel', takes: 'live-run' },
  { verb: 'approve', also: ['allow'], actionId: 'approve', takes: 'approval' },
  { verb: 'reject', also: ['deny'], actionId: 'reject', takes: 'approval' },
];

/** The order that a text begins with, and what it is about. */
export function orderOf(text: string): { order: Order; rest: string } | undefined {
  const match = /^\s*(\S+)\s+(\S.*)$/.exec(text);
  const word = match?.[1]?.toLowerCase() ?? '';
  const order = ORDERS.find(({ verb, also }) => verb === word || also?.includes(word));
  return order === undefined ? undefined : { order, rest: match?.[2]?.trim() ?? '' };
}

/** What jobs and runs are looked for by. */
export const wantedOf = ({ text }: Palette): string => orderOf(text)?.rest ?? text.trim();
