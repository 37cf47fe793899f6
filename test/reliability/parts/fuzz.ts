// Input that nobody expects. Words: --cases N
import { parseArgs } from 'node:util';
import { report } from '../support/report.ts';
import { testsAsFigures } from '../support/vitest-part.ts';

const { values } = parseArgs({ options: { cases: { type: 'string', default: '20000' } } });
report(
  testsAsFigures(
    { promise: 'R-9', what: 'fuzzers', files: ['test/fuzz'] },
    { variable: 'FUZZ_CASES', cases: values.cases },
  ),
);
