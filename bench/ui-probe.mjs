// Loaded before the program by the benches: on SIGUSR2 it writes what only the process itself knows, and begins anew.
import { renameSync, writeFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import process from 'node:process';
import v8 from 'node:v8';
import vm from 'node:vm';

const STEP_MS = 5;
const path = process.env.OPENCLAW_BENCH_PROBE;
// What the program starts is not what is measured.
delete process.env.NODE_OPTIONS;
delete process.env.OPENCLAW_BENCH_PROBE;

if (path !== undefined) {
  v8.setFlagsFromString('--expose-gc');
  const collect = vm.runInNewContext('gc');
  const delays = monitorEventLoopDelay({ resolution: STEP_MS });
  delays.enable();
  process.on('SIGUSR2', () => {
    // The step itself is in every figure.
    const late = (nanoseconds) => Math.max(0, nanoseconds / 1e6 - STEP_MS);
    const loop = { loopMedianMs: late(delays.percentile(50)), loopWorstMs: late(delays.max) };
    const rssMb = process.memoryUsage.rss() / 1024 ** 2;
    collect();
    const heapMb = process.memoryUsage().heapUsed / 1024 ** 2;
    writeFileSync(`${path}.new`, JSON.stringify({ heapMb, rssMb, ...loop }));
    renameSync(`${path}.new`, path);
    delays.reset();
  });
}
