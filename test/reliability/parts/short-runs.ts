// Runs that do nothing, one after another, also by an engine that is the first process of a container. Words: --runs N --where here,pid1
import { parseArgs } from 'node:util';
import { canContain, runShortRuns, type ShortRunsResult } from '../long-life/short-runs.ts';
import { all, counted, type Figure, told } from '../support/figure.ts';
import { report } from '../support/report.ts';

const HANDLES_MORE_MAX = 5;
const MB_MORE_MAX = 20;
const WARM_UP = 500;
const REST_S = 30;

const { values } = parseArgs({
  options: { runs: { type: 'string', default: '5000' }, where: { type: 'string', default: 'here,pid1' } },
});
const runs = Number(values.runs);

const figuresOf = (where: string, result: ShortRunsResult): Figure[] => [
  all('R-1', `${where}: short runs that ended ok`, result.ok, result.runs),
  told('R-10', `${where}: runs in a second`, result.aSecond.toFixed(0)),
  counted('R-7', `${where}: zombies`, result.zombies),
  {
    promise: 'R-10',
    what: `${where}: handles before and after`,
    value: `${result.handlesBefore} → ${result.handlesAfter}`,
    holds: Math.abs(result.handlesAfter - result.handlesBefore) <= HANDLES_MORE_MAX,
  },
  {
    promise: 'R-10',
    what: `${where}: resident memory after the first 500 and at the end`,
    value: `${result.mbBefore.toFixed(1)} → ${result.mbAfter.toFixed(1)} MB`,
    holds: result.mbAfter - result.mbBefore < MB_MORE_MAX,
  },
];

const where = values.where.split(',');
const figures: Figure[] = [];
if (where.includes('here')) {
  figures.push(
    ...figuresOf('on this system', await runShortRuns({ runs, warmUp: WARM_UP, where: 'here', restS: REST_S })),
  );
}
if (where.includes('pid1') && !canContain()) {
  figures.push(told('R-7', 'as PID 1', 'not measured: no namespaces for processes here'));
} else if (where.includes('pid1')) {
  figures.push(
    ...figuresOf('as PID 1', await runShortRuns({ runs, warmUp: WARM_UP, where: 'as PID 1', restS: REST_S })),
  );
}
report(figures);
