// Two engines on one database, the holder stopped and woken up late. Words: --rounds N --seed N
import { parseArgs } from 'node:util';
import { all, counted, told } from '../support/figure.ts';
import { report } from '../support/report.ts';
import { runRounds } from '../two-engines/rounds.ts';

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '500' }, seed: { type: 'string', default: '1' } },
});
const result = await runRounds({
  rounds: Number(values.rounds),
  seed: Number(values.seed),
  note: (text) => console.error(text),
});
for (const problem of [...result.problems, ...result.writes.fenced.map((one) => JSON.stringify(one))].slice(0, 40)) {
  console.error(problem);
}
const { stopped, writes } = result;
const fenced = writes.fenced.reduce((sum, { count }) => sum + count, 0);
report([
  told('R-5', 'take-overs; seed, length', `${result.rounds}; ${result.seed}, ${Math.round(result.tookMs / 1_000)} s`),
  told(
    'R-5',
    'the holder stopped after its commit; before the spawn; after it; anywhere; inside a commit',
    [stopped.committed, stopped['before-spawn'], stopped.spawned, stopped.anywhere, stopped.locked].join('; '),
  ),
  told('R-5', 'writes of holders that were seen', writes.own.toLocaleString('en')),
  counted('R-5', 'writes by an engine that did not hold the lease', fenced),
  told('R-2', 'runs that a recovery found never started', String(result.neverStarted)),
  all('R-1', 'dispatches that ran once and ended ok', result.starts - result.problems.length, result.starts),
  counted('R-2', 'run twice, lost, or anything else', result.problems.length),
]);
