// An engine under load, killed again and again. Words: --kills N --seed N
import { parseArgs } from 'node:util';
import { oldNodes } from '../../bin/support/old-nodes.ts';
import { killFigures } from '../kill-loop/figures.ts';
import { runKillLoop } from '../kill-loop/loop.ts';
import { report } from '../support/report.ts';

const { values } = parseArgs({
  options: { kills: { type: 'string', default: '1000' }, seed: { type: 'string', default: '1' } },
});
const [oldNode] = oldNodes();
const result = await runKillLoop({
  kills: Number(values.kills),
  seed: Number(values.seed),
  ...(oldNode === undefined ? {} : { oldNode }),
  note: (text) => console.error(text),
});
for (const problem of result.findings.problems.slice(0, 40)) console.error(problem);
report(killFigures(result));
