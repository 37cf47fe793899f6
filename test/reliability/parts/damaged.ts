// Real engines started on databases with other bytes in them. Words: --cases N --seed N
import { parseArgs } from 'node:util';
import { startOnDamage } from '../disk/broken-start.ts';
import { all, counted, told } from '../support/figure.ts';
import { report } from '../support/report.ts';

const { values } = parseArgs({
  options: { cases: { type: 'string', default: '60' }, seed: { type: 'string', default: '1' } },
});
const result = await startOnDamage({ cases: Number(values.cases), seed: Number(values.seed) });
for (const problem of result.problems.slice(0, 40)) console.error(problem);
const { cases, refused, worked, damaged, diagnosed, problems } = result;
report([
  told('R-8', 'engines started on damage; refused in one line; at work', `${cases}; ${refused}; ${worked}`),
  all('R-8', 'found by doctor, which says what to do', diagnosed, damaged),
  counted('R-8', 'ended otherwise, in more than a line, or having changed the file', problems.length),
]);
