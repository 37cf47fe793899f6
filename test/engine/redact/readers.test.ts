import { expect, test } from 'vitest';
import { readSources } from '../../architecture/source.ts';

/** What reads the output of a run, byte by byte or as lines. */
const READING = /^src\/engine\/output\/(read-output|read-output-lines|follow-output|evidence)\.ts$/;
const CLEANING = /^(src\/engine\/redact\/|bin\/output\/redacting\.ts$|bin\/console\/run-secrets\.ts$)/;
/** An agent is given no variable of its job, so that its reply can hold none. */
const WITHOUT_SECRETS = ['src/engine/dispatch/execute-call.ts'];

test('R-12 whoever reads what a run printed knows how to take its secrets out', () => {
  const readers = readSources('src', 'bin')
    .filter(({ path }) => !/^src\/engine\/(output|redact)\//.test(path))
    .filter(
      ({ path, imports }) =>
        path.includes('/runs/output') || imports.some(({ file, typeOnly }) => !typeOnly && READING.test(file ?? '')),
    );
  expect(readers.length).toBeGreaterThanOrEqual(4);
  const without = readers
    .filter(({ imports }) => !imports.some(({ file }) => CLEANING.test(file ?? '')))
    .map(({ path }) => path);
  expect(without).toEqual(WITHOUT_SECRETS);
});
