import type { MouseInput } from '../console-options.ts';
import type { Reply } from './input-events.ts';

const LEFT = 0;
const WHEEL_UP = 64;
const WHEEL_DOWN = 65;
/** Shift, Meta and Ctrl are added to the button's number. */
const MODIFIERS = 0b11100;

/** What of a mouse report means something here: the left button going down, and the wheel. */
export function mouseInputOf(reply: Reply): MouseInput | undefined {
  if (reply.kind !== 'mouse' || reply.action !== 'press' || (reply.button & MODIFIERS) !== 0) return undefined;
  const kind = KINDS[reply.button];
  return kind === undefined ? undefined : { kind, column: reply.column - 1, row: reply.row - 1 };
}

const KINDS: Readonly<Record<number, MouseInput['kind']>> = {
  [LEFT]: 'press',
  [WHEEL_UP]: 'wheel-up',
  [WHEEL_DOWN]: 'wheel-down',
};
