import { statSync } from 'node:fs';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** The rules' own tests come first: what they notice needs no world. Long tables come after what is short and to the point. */
class OwnTestsFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isWorld = ({ moduleId }: TestSpecification) => Number(!moduleId.includes('/engine/rules/'));
    const sizeOf = ({ moduleId }: TestSpecification) => statSync(moduleId).size;
    return files.toSorted((a, b) => isWorld(a) - isWorld(b) || sizeOf(a) - sizeOf(b));
  }
}

// What is quick and looks at the rules alone: each change Stryker makes is tried against every one of them that reaches it.
// Sweeps and fuzzing take seconds and are left out. STRYKER_TESTS names fewer.
export default defineConfig({
  test: {
    include: process.env.STRYKER_TESTS?.split(' ') ?? [
      'test/engine/rules/**/*.test.ts',
      'test/engine/proof/{guards-table,settlement}.test.ts',
    ],
    exclude: ['**/*.fuzz.test.ts', 'test/engine/rules/schedule/{fuzz,sweep}.test.ts'],
    testTimeout: 30_000,
    isolate: false,
    maxWorkers: 1,
    pool: 'forks',
    sequence: { sequencer: OwnTestsFirst },
    ...(process.env.STRYKER_LOG === undefined ? {} : { runner: './vitest.stryker.runner.mjs' }),
  },
});
