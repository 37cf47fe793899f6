// What the console takes until its first true frame, with the engine in it. The program has to be built.

import { aimAtMost, kilobytes, ms, range, report } from './report.ts';
import { percentile } from './statistics.ts';
import { addJob, benchHome, openBenchConsole, processorMs, statusKb } from './ui-console.ts';

const STARTS = 15;
const START_AIM_MS = 350;

const home = benchHome();
try {
  addJob(home.path);
  const [processor, wall, memory]: [number[], number[], number[]] = [[], [], []];
  // The first one compiles what the others read.
  for (let start = 0; start <= STARTS; start += 1) {
    const startedAt = performance.now();
    const console_ = openBenchConsole(home.path);
    await console_.drawn;
    if (start > 0) {
      wall.push(performance.now() - startedAt);
      processor.push(processorMs(console_.pid));
      memory.push(statusKb(console_.pid, 'VmRSS'));
    }
    console_.end();
    await console_.ended;
  }
  const spread = (values: number[]): string =>
    `${range(ms(Math.min(...values)), ms(Math.max(...values)))}, ${STARTS} starts`;
  report({
    bench: 'ui-start',
    what: 'processor time to the first frame, with the engine',
    value: ms(percentile(processor, 0.5)),
    spread: spread(processor),
    aim: aimAtMost(percentile(processor, 0.5), START_AIM_MS, ms),
  });
  report({
    bench: 'ui-start',
    what: 'the same by the clock',
    value: ms(percentile(wall, 0.5)),
    spread: spread(wall),
  });
  report({
    bench: 'ui-start',
    what: 'memory at the first frame',
    value: kilobytes(percentile(memory, 0.5)),
    spread: range(kilobytes(Math.min(...memory)), kilobytes(Math.max(...memory))),
  });
} finally {
  home.remove();
}
