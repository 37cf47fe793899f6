// What happens to terminals, from 20×5 to 300×100. Words: --seed N
import { parseArgs } from 'node:util';
import { all, counted, told } from '../support/figure.ts';
import { report } from '../support/report.ts';
import { SIZES, treatTerminals } from '../terminal/treatments.ts';

const { values } = parseArgs({ options: { seed: { type: 'string', default: '1' } } });
const result = await treatTerminals({
  sizes: SIZES,
  seed: Number(values.seed),
  note: (text) => console.error(text),
});
for (const problem of result.problems) console.error(problem);
report([
  told('R-4', 'treatments; sizes', `${result.count}; ${SIZES.map(({ cols, rows }) => `${cols}×${rows}`).join(' ')}`),
  all('R-11', 'terminals as they were afterwards', result.restored, result.withTerminal),
  all('R-4', 'an engine at work during or after it', result.running, result.withEngine),
  counted('R-4', 'anything else', result.problems.length),
]);
