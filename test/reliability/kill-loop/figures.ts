import { counted, type Figure, told } from '../support/figure.ts';
import type { KillLoopResult } from './loop.ts';

export const killFigures = ({ seed, counts, accepted, findings, tookMs }: KillLoopResult): Figure[] => [
  told('R-1', 'kills -9 (in start or recovery; launchers; with all their runs)', killsText(counts)),
  told('R-1', 'seed, length', `${seed}, ${Math.round(tookMs / 1_000)} s`),
  told('R-1', 'runs, starts seen by the runs themselves', `${findings.runs}, ${findings.starts}`),
  told(
    'R-1',
    'dispatches asked for and accepted; refused commands',
    `${accepted.dispatchIds.length}; ${accepted.refused}`,
  ),
  told('R-3', 'runs found unsettled by a new engine', String(counts.adoptedRuns)),
  told('R-2', 'runs killed with their engine: crashed, replayed', `${findings.crashed}, ${findings.replays}`),
  counted('R-1', 'lost', findings.lost.length),
  counted('R-2', 'started twice', findings.doubled.length),
  counted('R-3', 'ends on record that the run did not have', findings.untrue.length),
  counted('R-7', 'processes left', findings.orphans.length),
  counted('R-1', 'rows stuck, or against an invariant', findings.stuck.length),
  counted('R-1', 'run folders left', findings.folders.length),
  {
    ...counted('R-6', 'fire times without a trace', findings.slots.length),
    value: `${findings.slots.length} of ${findings.slotCount}`,
  },
  counted('R-1', 'anything else that was not as it should be', findings.problems.length),
];

const killsText = ({ kills, inStart, launchers, withRuns }: KillLoopResult['counts']): string =>
  `${kills} (${inStart}; ${launchers}; ${withRuns})`;
