// Loaded before the program by the benches: on SIGUSR2 it writes what only the process itself knows, and begins anew.
import { renameSync, writeFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import process from 'node:process';
import v8 from 'node:v8';
import vm from 'node:vm';

const STEP_MS = 5;
const DELAYS_MAX = 200_000;
const path = process.env.OPENCLAW_BENCH_PROBE;
// What the program starts is not what is measured.
delete process.env.NODE_OPTIONS;
delete process.env.OPENCLAW_BENCH_PROBE;

if (path !== undefined) {
  v8.setFlagsFromString('--expose-gc');
  const collect = vm.runInNewContext('gc');
  let delays = [];
  let last = { at: performance.now(), processor: processorMs() };
  setInterval(() => {
    const now = { at: performance.now(), processor: processorMs() };
    // The step itself is in every figure.
    const late = Math.max(0, now.at - last.at - STEP_MS);
    // What of it we worked ourselves; the rest went to a disk or to another process on this processor.
    if (delays.length < DELAYS_MAX) delays.push([late, Math.min(late, now.processor - last.processor)]);
    last = now;
  }, STEP_MS).unref();
  process.on('SIGUSR2', () => {
    const rssMb = process.memoryUsage.rss() / 1024 ** 2;
    const loop = loopOf(delays);
    collect();
    const heapMb = process.memoryUsage().heapUsed / 1024 ** 2;
    writeFileSync(`${path}.new`, JSON.stringify({ heapMb, rssMb, ...loop }));
    renameSync(`${path}.new`, path);
    delays = [];
    last = { at: performance.now(), processor: processorMs() };
  });
}

function processorMs() {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}

function loopOf(delays) {
  const late = delays.map(([each]) => each).sort((a, b) => a - b);
  const worked = delays.map(([, each]) => each).sort((a, b) => a - b);
  const at = (values, share) => values[Math.min(values.length - 1, Math.floor(values.length * share))] ?? 0;
  return {
    loopMedianMs: at(late, 0.5),
    loopP99Ms: at(late, 0.99),
    loopWorstMs: at(late, 1),
    loopWorkedMs: at(worked, 1),
  };
}
