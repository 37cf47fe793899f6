import type { Keyboard } from './keyboard.ts';
import { KEYBOARD } from './table.ts';

/** A sentence of ours with the keys that count here: `{reject}` stands for the key of that action. */
export const inKeys = (sentence: string, keyboard: Keyboard = KEYBOARD): string =>
  sentence.replace(PLACEHOLDER, (_, id: string) => keyboard.nameOf(id));

const PLACEHOLDER = /\{([\w.-]+)\}/g;
