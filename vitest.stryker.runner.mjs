import { TestRunner } from 'vitest';
import { runWithChanges } from './scripts/stryker/runner.mjs';

/** vitest takes a runner only as a class that is the default export. */
export default class ChangeRunner extends TestRunner {
  runTask(test) {
    return runWithChanges(test);
  }
}
