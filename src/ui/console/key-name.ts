import type { Key } from 'ink';

/** The name of a key as Ink tells it, for terminals without the input shim; several letters at once are never one. */
export function keyNameOf(input: string, key: Key): string | undefined {
  if (key.return) return 'Enter';
  if (key.escape) return 'Escape';
  if (key.tab) return key.shift ? 'Shift-Tab' : 'Tab';
  if (key.upArrow) return 'Up';
  if (key.downArrow) return 'Down';
  if (key.leftArrow) return 'Left';
  if (key.rightArrow) return 'Right';
  if (key.pageUp) return 'PageUp';
  if (key.pageDown) return 'PageDown';
  if (key.home) return 'Home';
  if (key.end) return 'End';
  if (key.backspace || key.delete) return 'Backspace';
  if ([...input].length !== 1) return undefined;
  if (key.ctrl) return `Ctrl-${input.toUpperCase()}`;
  return input === ' ' ? 'Space' : input;
}
