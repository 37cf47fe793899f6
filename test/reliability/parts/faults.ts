// Every statement of eight scenarios fails or is the last one, and bytes of the database are others. Words: --cases N --flips N
import { parseArgs } from 'node:util';
import { report } from '../support/report.ts';
import { testsAsFigures } from '../support/vitest-part.ts';

// So many are more than any scenario has statements, but for the one that removes what is old: 1,400.
const { values } = parseArgs({
  options: { cases: { type: 'string', default: '250' }, flips: { type: 'string', default: '200' } },
});
report([
  ...testsAsFigures(
    { promise: 'R-8', what: 'statements that fail', files: ['test/faults/every-statement.test.ts'] },
    { variable: 'FAULT_CASES', cases: values.cases },
  ),
  ...testsAsFigures(
    { promise: 'R-8', what: 'flipped bytes', files: ['test/faults/byte-flips.test.ts'] },
    { variable: 'FLIP_CASES', cases: values.flips },
  ),
]);
