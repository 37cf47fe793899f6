import type { Context } from '../../context.ts';
import { doneValue } from '../../results.ts';

export function pruneKeys(context: Context): void {
  const { removed } = doneValue(context.commands().pruneKeys());
  context.output.answer({ removed }, () => [`forgot ${removed} ${removed === 1 ? 'key' : 'keys'} whose time was over`]);
}
