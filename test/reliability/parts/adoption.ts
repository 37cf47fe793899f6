// Runs in flight when their engine is killed. Words: --kills N --seed N
import { parseArgs } from 'node:util';
import { adoptRuns } from '../adoption/adopt.ts';
import { all, told } from '../support/figure.ts';
import { report } from '../support/report.ts';

const { values } = parseArgs({
  options: { kills: { type: 'string', default: '60' }, seed: { type: 'string', default: '1' } },
});
const result = await adoptRuns({ kills: Number(values.kills), seed: Number(values.seed) });
for (const problem of result.problems.slice(0, 40)) console.error(problem);
report([
  told('R-3', 'kills; runs; met by more than one kill', `${result.kills}; ${result.runs}; ${result.adoptedTwice}`),
  told('R-3', 'seed, length', `${result.seed}, ${Math.round(result.tookMs / 1_000)} s`),
  told('R-3', 'output compared', `${(result.bytes / 1e6).toFixed(1)} MB`),
  all(
    'R-3',
    'in flight at a kill, ended with their exit status and every byte',
    result.inFlight - result.problems.length,
    result.inFlight,
  ),
]);
