import { statSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { createHome, until } from '../support/home.ts';
import { handleCount, residentMb } from '../support/proc.ts';

/** Twenty intervals of a second, set apart by fifty milliseconds: twenty dispatches a second, evenly. */
const JOBS = 20;
const EVERY_MS = 1_000;
const LOOK_EVERY_MS = 5_000;
const WARM_UP_MS = 60_000;
/** Until what an engine keeps up to a limit is full: pages of the database, groups of processes, compiled code. */
const FULL_MS = 300_000;

export type SoakResult = {
  minutes: number;
  runs: number;
  notOk: number;
  /** Fire times without a run. */
  passedOver: number;
  mb: { first: number; full: number; last: number; most: number };
  /** The largest that the write-ahead log was. */
  logMb: number;
  handles: { first: number; last: number };
  lateMs: { median: number; p99: number };
  /** How much later the median start of the last fifth is than that of the first. */
  driftMs: number;
};

/** An engine at a steady load for a long time: does it grow, and does it come later and later? */
export const soak = async ({ minutes, note }: { minutes: number; note?(text: string): void }): Promise<SoakResult> => {
  const home = createHome();
  try {
    const anchor = Date.now() + 5_000;
    for (let index = 0; index < JOBS; index += 1) {
      home.addJob({
        name: `beat-${index}`,
        payload_message: ':',
        schedule_every_ms: EVERY_MS,
        schedule_anchor_at: new Date(anchor + index * (EVERY_MS / JOBS)).toISOString(),
      });
    }
    const engine = home.startEngine({ words: ['--max-runs', '30'] });
    await until('an engine starts', () => engine.events.some(({ event }) => event === 'engine-started'));
    const pid = engine.child.pid ?? 0;
    const samples: { atMs: number; mb: number; handles: number; logMb: number }[] = [];
    const startedAt = performance.now();
    const endsAt = startedAt + minutes * 60_000;
    await pause(Math.min(WARM_UP_MS, (minutes * 60_000) / 5));
    while (performance.now() < endsAt) {
      const atMs = performance.now() - startedAt;
      samples.push({ atMs, mb: residentMb(pid), handles: handleCount(pid), logMb: logMbOf(home.path) });
      note?.(`${home.store.runs.active().length} active, ${samples.at(-1)?.mb.toFixed(1)} MB`);
      await pause(LOOK_EVERY_MS);
    }
    engine.child.kill('SIGTERM');
    await engine.ended;
    const runs = home.runs();
    const late = runs.map(({ slotAt = 0, startedAt = 0, status }) => (status === 'ok' ? startedAt - slotAt : 0));
    const fifth = Math.max(1, Math.floor(runs.length / 5));
    return {
      minutes,
      runs: runs.length,
      // What was admitted and not started when the engine was told to stop was given back.
      notOk: runs.filter(({ status }) => status !== 'ok' && status !== 'skipped').length,
      passedOver: home.rows(`SELECT coalesce(sum(count), 0) AS n FROM slots WHERE state <> 'ran'`, toNumber)[0] ?? 0,
      mb: {
        first: samples[0]?.mb ?? 0,
        full: samples.find(({ atMs }) => atMs >= Math.min(FULL_MS, (minutes * 60_000) / 2))?.mb ?? 0,
        last: samples.at(-1)?.mb ?? 0,
        most: Math.max(...samples.map(({ mb }) => mb)),
      },
      logMb: Math.max(...samples.map(({ logMb }) => logMb)),
      handles: { first: samples[0]?.handles ?? 0, last: samples.at(-1)?.handles ?? 0 },
      lateMs: { median: quantile(late, 0.5), p99: quantile(late, 0.99) },
      driftMs: quantile(late.slice(-fifth), 0.5) - quantile(late.slice(0, fifth), 0.5),
    };
  } finally {
    await home.remove();
  }
};

const logMbOf = (path: string): number =>
  (statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0) / (1024 * 1024);

const toNumber = (row: unknown): number => (row as { n: number }).n;

const quantile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? 0;
