import { columnsProblem } from '../../src/ui/panels/columns.ts';
import { remap } from '../../src/ui/state/actions/remap.ts';
import { ACTIONS } from '../../src/ui/state/actions/table.ts';
import { usageFailure } from '../failure.ts';
import type { Config } from './config-schema.ts';

/** Throws a usage failure that says what is wrong with the configured keys. */
export function checkKeys({ ui }: Config): void {
  const found = remap(ACTIONS, ui?.keys ?? {});
  if (found.kind === 'keyboard') return;
  const [first = '', ...others] = found.problems;
  const more = others.length === 0 ? '' : ` (and ${others.length} more like it)`;
  throw usageFailure('keys-refused', `${first}${more}`, { field: 'ui.keys' });
}

/** Throws a usage failure that says which panel or column there is none of. */
export function checkColumns({ ui }: Config): void {
  const problem = columnsProblem(ui?.columns ?? {});
  if (problem !== undefined) throw usageFailure('columns-refused', problem, { field: 'ui.columns' });
}
