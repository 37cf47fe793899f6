import { inKeysOf, type Keyboard } from './keyboard.ts';
import { KEYBOARD } from './table.ts';

/** A sentence of ours with the keys that count here; without a keyboard those that are shipped. */
export const inKeys = (sentence: string, keyboard: Keyboard = KEYBOARD): string => inKeysOf(keyboard, sentence);
