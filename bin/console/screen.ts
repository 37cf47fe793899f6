import type { ConsoleOptions, Leave } from '../../src/ui/console-options.ts';
import { Failure } from '../failure.ts';

/** Draws the console until it is left. */
export async function openConsole(_options: ConsoleOptions): Promise<{ leave: Leave; exitCode: number }> {
  throw new Failure('refused', 'no-console', 'no console in this build');
}
