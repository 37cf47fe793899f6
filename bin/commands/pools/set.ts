import type { Context } from '../../context.ts';
import { usageFailure } from '../../failure.ts';
import { doneValue } from '../../results.ts';

export function setPool(context: Context, _options: object, name: string, slots: string): void {
  if (!/^\d{1,6}$/.test(slots)) {
    throw usageFailure('slots', `${slots} is no number of slots: 1–1,000 is allowed`, { field: 'slots' });
  }
  const { pool, before, woken } = doneValue(context.commands().setPool(name, Number(slots), context.actor));
  context.output.answer({ pool, before, woken }, () => [
    `pool ${pool.name} has ${pool.slots} ${pool.slots === 1 ? 'slot' : 'slots'}, before ${before}${
      woken === 0 ? '' : `; ${woken} that waited may start`
    }`,
  ]);
}
