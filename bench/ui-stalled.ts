// A terminal that stops reading, as with Ctrl-S or a hung line: what the engine behind it notices, and how it leaves.
import { readFileSync } from 'node:fs';
import { aimAtMost, ms, range, report } from './report.ts';
import { percentile } from './statistics.ts';
import { addJob, after, benchHome, openBenchConsole } from './ui-console.ts';

const BENCH = 'ui-stalled';
const ROUNDS = 3;
const STALL_MS = 10_000;
const GAP_AIM_MS = 150;
const EXIT_AIM_MS = 1_000;
/** Far more than the kernel keeps for a reader that does not come. */
const REDRAWS = 60;
const LOOK_EVERY_MS = 5;
const LOOKS_MAX = 6_000;

const home = benchHome();
try {
  addJob(home.path);
  const [gaps, exits]: [number[], number[]] = [[], []];
  for (let round = 0; round < ROUNDS; round += 1) {
    const console_ = openBenchConsole(home.path, { words: ['--grace', '0'], probed: true });
    await console_.drawn;
    await console_.quiet(200);
    await console_.probe();
    console_.stall();
    for (let redraw = 0; redraw < REDRAWS; redraw += 1) {
      console_.write('\u000c');
      await after(STALL_MS / REDRAWS);
    }
    gaps.push((await console_.probe()).loopWorstMs);
    const askedAt = performance.now();
    process.kill(console_.pid, 'SIGTERM');
    await goneBy(console_.pid);
    exits.push(performance.now() - askedAt);
    console_.resume();
    await console_.ended;
  }
  reportRounds('longest delay of the event loop', gaps, GAP_AIM_MS);
  reportRounds('from TERM to its end', exits, EXIT_AIM_MS);
} finally {
  home.remove();
}

function reportRounds(what: string, values: number[], aim: number): void {
  const median = percentile(values, 0.5);
  report({
    bench: BENCH,
    what: `nobody reads for ${STALL_MS / 1_000} s: ${what}`,
    value: ms(median),
    spread: `${range(ms(Math.min(...values)), ms(Math.max(...values)))}, ${ROUNDS} rounds`,
    aim: aimAtMost(median, aim, ms),
  });
}

async function goneBy(pid: number): Promise<void> {
  for (let looks = 0; looks < LOOKS_MAX; looks += 1) {
    if (/^State:\s+[ZX]/m.test(readStatus(pid))) return;
    await after(LOOK_EVERY_MS);
  }
  throw new Error(`${pid} does not end`);
}

function readStatus(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/status`, 'utf8');
  } catch {
    // Gone between the two looks.
    return 'State:\tZ';
  }
}
