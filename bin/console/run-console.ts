import type { Context } from '../context.ts';
import { Failure } from '../failure.ts';
import type { ConsoleFlags } from './flags.ts';

export async function runConsole(_context: Context, _options: ConsoleFlags): Promise<void> {
  throw new Failure('refused', 'no-console', 'no console in this build');
}
