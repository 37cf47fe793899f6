// Twenty dispatches a second for a long time. Words: --minutes N
import { parseArgs } from 'node:util';
import { soak } from '../long-life/soak.ts';
import { counted, told } from '../support/figure.ts';
import { report } from '../support/report.ts';

const DRIFT_MAX_MS = 50;
const MB_MORE_MAX = 20;
const LOG_MB_MAX = 64;
const HANDLES_MORE_MAX = 5;

const { values } = parseArgs({ options: { minutes: { type: 'string', default: '60' } } });
const { runs, notOk, passedOver, mb, logMb, handles, lateMs, driftMs, minutes } = await soak({
  minutes: Number(values.minutes),
});
report([
  told('R-10', 'minutes; runs; a second', `${minutes}; ${runs}; ${(runs / minutes / 60).toFixed(1)}`),
  counted('R-1', 'runs that did not end ok', notOk),
  told('R-6', 'fire times passed over', String(passedOver)),
  {
    promise: 'R-10',
    what: 'resident memory after 1 and 5 minutes, at the end, at most',
    value: `${[mb.first, mb.full, mb.last, mb.most].map((one) => one.toFixed(1)).join(', ')} MB`,
    holds: mb.last - mb.full < MB_MORE_MAX,
  },
  {
    promise: 'R-10',
    what: 'the write-ahead log at most',
    value: `${logMb.toFixed(1)} MB`,
    holds: logMb < LOG_MB_MAX,
  },
  {
    promise: 'R-10',
    what: 'handles after the first minute and at the end',
    value: `${handles.first} → ${handles.last}`,
    holds: Math.abs(handles.last - handles.first) <= HANDLES_MORE_MAX,
  },
  told('R-6', 'from fire time to start: median, p99', `${lateMs.median} ms, ${lateMs.p99} ms`),
  {
    promise: 'R-6',
    what: 'drift: median of the last fifth against the first',
    value: `${driftMs} ms`,
    holds: Math.abs(driftMs) < DRIFT_MAX_MS,
  },
]);
