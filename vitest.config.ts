import { defineConfig } from 'vitest/config';

// Two projects: `unit` needs nothing but the sources, `e2e` starts the built program in a real terminal.
export default defineConfig({
  test: {
    projects: [
      {
        // The production build of React has no jsxDEV.
        oxc: { jsx: { runtime: 'automatic', development: false } },
        test: {
          name: 'unit',
          include: ['test/**/*.test.{ts,tsx}'],
          exclude: ['test/e2e/**'],
          env: { NODE_ENV: 'production' },
          // Conditions are waited for; limits are for machines with more to do than this.
          testTimeout: 120_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          testTimeout: 180_000,
          hookTimeout: 60_000,
          maxWorkers: 2,
        },
      },
    ],
  },
});
