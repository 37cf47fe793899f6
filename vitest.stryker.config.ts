import { defineConfig } from 'vitest/config';

// What is quick and looks at the rules alone: each change Stryker makes is tried against every one of them that reaches it.
export default defineConfig({
  test: {
    include: [
      'test/engine/rules/*.test.ts',
      'test/engine/rules/job/*.test.ts',
      'test/engine/proof/{guards-table,settlement}.test.ts',
    ],
    testTimeout: 30_000,
  },
});
