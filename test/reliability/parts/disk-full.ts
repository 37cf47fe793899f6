// A disk that is really full under an engine at work, and one that can only be read under one that starts. Words: --rounds N
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { startOnReadOnly } from '../disk/broken-start.ts';
import { type FullDisk, fillUp } from '../disk/fill-up.ts';
import { mountSmallDisk } from '../disk/small-disk.ts';
import { all, counted, type Figure, told } from '../support/figure.ts';
import { report } from '../support/report.ts';

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '12' }, 'in-namespace': { type: 'boolean', default: false } },
});
const note = (text: string): void => console.error(text);

const figuresOf = (result: FullDisk): Figure[] => {
  for (const problem of result.problems.slice(0, 40)) console.error(problem);
  const { rounds, killed, runs, accepted, refused, startedFull, failedByDisk } = result;
  return [
    told('R-8', 'full: rounds; engines killed there; runs', `${rounds}; ${killed}; ${runs}`),
    told('R-8', 'full: asked for and accepted; refused in one line', `${accepted}; ${refused}`),
    all('R-8', 'full: rounds in which it was said at once', result.told, rounds),
    counted('R-8', `full: started after that`, startedFull),
    told('R-8', `full: runs that failed for want of room before that`, String(failedByDisk)),
    all('R-8', `full: rounds after which it went on by itself`, result.recovered, rounds),
    counted('R-1', `full: lost, run twice, ended otherwise than on record, damaged`, result.problems.length),
  ];
};

const mounted = mountSmallDisk();
if (mounted.kind === 'mounted') {
  const { disk } = mounted;
  try {
    const rounds = Number(values.rounds);
    const full = await fillUp(disk, { rounds, note });
    const { cases, refused, worked, diagnosed, problems } = await startOnReadOnly(disk, Math.ceil(rounds / 3));
    for (const problem of problems) console.error(problem);
    report([
      ...figuresOf(full),
      all('R-8', 'read-only: starts refused in one line, nothing changed', refused, cases),
      all('R-8', 'read-only: doctor says why', diagnosed, cases),
      all('R-8', 'read-only: starts as soon as it can be written', worked, cases),
    ]);
  } finally {
    disk.remove();
  }
} else if (!values['in-namespace'] && canBeRootOfNamespace()) {
  const words = ['--user', '--map-root-user', '--mount', process.execPath, ...process.argv.slice(1), '--in-namespace'];
  process.exitCode = spawnSync('unshare', words, { stdio: 'inherit' }).status ?? 1;
} else {
  // A promise that nobody looked at is not one that holds.
  report([{ promise: 'R-8', what: 'a full disk', value: `not measured: ${mounted.why}`, holds: false }]);
}

function canBeRootOfNamespace(): boolean {
  return spawnSync('unshare', ['--user', '--map-root-user', '--mount', 'true']).status === 0;
}
