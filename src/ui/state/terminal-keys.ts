import { KEYBOARD } from './actions/table.ts';
import type { ScreenContext } from './events.ts';

type Keys = Pick<ScreenContext, 'keyboard'>;

/** Keys about the terminal, and not about what is on it: they mean the same wherever text is written. */
export const isTerminalKey = (name: string, context: Keys): boolean =>
  name === 'Ctrl-C' || terminalActionOf(name, context) !== undefined;

/** By the configuration a letter may be theirs as well; where text is written it is text. */
export function terminalActionOf(name: string, { keyboard }: Keys): 'repaint' | 'suspend' | undefined {
  if (!name.startsWith('Ctrl-')) return undefined;
  const id = (keyboard ?? KEYBOARD).find(name, 'elsewhere')?.id;
  return id === 'repaint' || id === 'suspend' ? id : undefined;
}
