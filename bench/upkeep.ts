// What a pass of housekeeping costs on a large home: 100,000 jobs and 1,000,000 runs, about half of them old.
import {
  closeSync,
  fdatasyncSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { createCore } from '../src/engine/core.ts';
import { createPruner } from '../src/engine/housekeeping/pruner.ts';
import { takeLease } from '../src/engine/lease.ts';
import { threadCheckpoints } from '../src/engine/ports/checkpoints.ts';
import { type Clock, systemClock } from '../src/engine/ports/clock.ts';
import { createDelivery } from '../src/engine/ports/delivery.ts';
import { absentGateway } from '../src/engine/ports/gateway/absent.ts';
import { readHost } from '../src/engine/ports/host.ts';
import { randomIds } from '../src/engine/ports/ids.ts';
import { silentLog } from '../src/engine/ports/log.ts';
import { createProcesses } from '../src/engine/ports/processes.ts';
import { DELIVERY_DEFAULTS } from '../src/engine/rules/delivery.ts';
import { openStore, type Store } from '../src/store/store.ts';
import { DAY_MS, DAYS, fillHome } from './large-home.ts';
import { ms, report } from './report.ts';
import { percentile } from './statistics.ts';

const FOLDERS = 2_000;
const STALL_MS = 16;
const PROBES = 100;
const PROBE_BYTES = 65_536;

const home = mkdtempSync(join(tmpdir(), 'openclaw-bench-'));
const path = join(home, 'openclaw-tui.db');
const runsDir = join(home, 'runs');
const now = systemClock.now();
fillHome(path, now);
for (let id = 1; id <= FOLDERS; id += 1) addFolder(id, now - DAYS * DAY_MS);
const store = openStore({ path, role: 'engine' });
const before = counts(store);
const loop = monitorEventLoopDelay({ resolution: 1 });
loop.enable();
const first = await aPass(store);
loop.disable();
const after = counts(store);
const second = await aPass(store);
tell();
store.close();
rmSync(home, { recursive: true, force: true });

/** A pass over everything: how long each of its turns kept the event loop, and how much of that it was at work, in ms. */
async function aPass(on: Store): Promise<{ turns: number[]; worked: number[]; tookMs: number }> {
  const turns: number[] = [];
  const worked: number[] = [];
  const beganAt = systemClock.monotonic();
  await new Promise<void>((resolve) => {
    const timed = (fire: () => void) => (): void => {
      const startedAt = systemClock.monotonic();
      const workedBefore = workedMs();
      fire();
      turns.push(systemClock.monotonic() - startedAt);
      worked.push(workedMs() - workedBefore);
    };
    const clock: Clock = {
      ...systemClock,
      setSoon: (fire) => systemClock.setSoon(timed(fire)),
      setTimer(delayMs, fire) {
        // The first pass is not waited for, and the wait for the next one is the end of this one.
        if (delayMs < 300_000) return systemClock.setTimer(delayMs >= 60_000 ? 0 : delayMs, timed(fire));
        resolve();
        return () => {};
      },
    };
    createPruner(coreOn(on, clock), () => resolve()).start();
  });
  return { turns, worked, tookMs: systemClock.monotonic() - beganAt };
}

/** This thread's time on a processor: neither the disk nor other programs are in it. */
function workedMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}

function coreOn(on: Store, clock: Clock) {
  const claimant = { holderId: randomIds.holderId(), mode: 'headless', version: 'bench' } as const;
  const host = { ...readHost(), isAlive: () => false };
  const settings = { maxActiveRuns: 8, graceMs: 0, delivery: DELIVERY_DEFAULTS };
  const delivery = createDelivery({ env: {}, folder: '/', allowInsecure: false });
  const gateway = absentGateway;
  const checkpoints = process.env.BENCH_CHECKPOINTS === 'loop' ? {} : { checkpoints: threadCheckpoints };
  const ports = { host, clock, delivery, gateway, processes: createProcesses(), log: silentLog, ...checkpoints };
  const core = createCore({ store: on, runsDir, claimant, settings, ...ports }, () => {});
  const taken = takeLease({ store: on, host, now: clock.now() }, claimant);
  if (taken.kind === 'held') throw new Error('the lease is held');
  core.tenure = { ...core.tenure, fence: taken.fence };
  core.state = 'running';
  return core;
}

function counts(of: Store): Record<string, number> {
  const tables = ['runs', 'run_output', 'dispatches', 'decisions', 'jobs'];
  const count = (table: string) => (of.db.prepare(`SELECT count(*) AS n FROM ${table}`).get() as { n: number }).n;
  return Object.fromEntries(tables.map((table) => [table, count(table)]));
}

function tell(): void {
  const removed = Object.keys(before).reduce((sum, table) => sum + (before[table] ?? 0) - (after[table] ?? 0), 0);
  const longest = Math.max(...first.turns);
  const over = first.turns.filter((turn) => turn > STALL_MS).length;
  const bench = 'upkeep';
  const middle = `p50 ${ms(percentile(first.turns, 0.5))}, p99 ${ms(percentile(first.turns, 0.99))}`;
  const aim = { text: `≤ ${STALL_MS} ms`, met: longest <= STALL_MS };
  report({ bench, what: `longest of ${first.turns.length} slices`, value: ms(longest), spread: middle, aim });
  const atWork = `p50 ${ms(percentile(first.worked, 0.5))}, p99 ${ms(percentile(first.worked, 0.99))}`;
  report({ bench, what: 'the same, on the processor', value: ms(Math.max(...first.worked)), spread: atWork });
  report({ bench, what: `slices over ${STALL_MS} ms`, value: String(over), spread: '' });
  const inMs = (nanoseconds: number): string => ms(nanoseconds / 1_000_000);
  const delay = `p50 ${inMs(loop.percentile(50))}, p99 ${inMs(loop.percentile(99))}`;
  report({ bench, what: 'longest delay of the event loop', value: inMs(loop.max), spread: delay });
  const waited = syncTimes();
  const waits = `p50 ${ms(percentile(waited, 0.5))}, p99 ${ms(percentile(waited, 0.99))}`;
  report({
    bench,
    what: 'what the disk takes for 64 KiB, as each commit waits',
    value: ms(Math.max(...waited)),
    spread: waits,
  });
  report({
    bench,
    what: `rows removed of ${Object.values(before).reduce((sum, n) => sum + n)}`,
    value: `${((removed / first.tookMs) * 1_000).toFixed(0)}/s`,
    spread: `${removed} in ${(first.tookMs / 1_000).toFixed(1)} s`,
  });
  report({
    bench,
    what: 'a pass with nothing to do',
    value: ms(second.tookMs),
    spread: `longest slice ${ms(Math.max(...second.turns))}`,
  });
  report({ bench, what: 'database', value: `${(statSync(path).size / 1_048_576).toFixed(0)} MiB`, spread: '' });
}

/** The disk alone, without us: no transaction is shorter. */
function syncTimes(): number[] {
  const file = openSync(join(home, 'probe'), 'w');
  const bytes = Buffer.alloc(PROBE_BYTES, 1);
  const took = Array.from({ length: PROBES }, () => {
    const from = systemClock.monotonic();
    writeSync(file, bytes);
    fdatasyncSync(file);
    return systemClock.monotonic() - from;
  });
  closeSync(file);
  return took;
}

function addFolder(runId: number, at: number): void {
  const folder = join(runsDir, String(runId));
  mkdirSync(folder, { recursive: true });
  for (const name of ['started', 'out', 'err', 'exit', 'index']) writeFileSync(join(folder, name), 'x');
  utimesSync(folder, at / 1_000, at / 1_000);
}
