// Process trees that do not want to end. No words.
import { counted, told } from '../support/figure.ts';
import { report } from '../support/report.ts';
import { endTrees } from '../trees/trees.ts';

const result = await endTrees((text) => console.error(text));
const { survivors, unreported, problems } = result;
for (const problem of [...survivors, ...unreported, ...problems]) console.error(problem);
report([
  told('R-7', 'trees × ends; processes that stood', `${result.cases}; ${result.grown}`),
  counted('R-7', 'processes that outlived the end of their run', survivors.length),
  counted('R-7', 'runs that left something behind unreported', unreported.length),
  counted('R-7', 'anything else', problems.length),
]);
