import { told } from '../reduced.ts';
import type { View } from '../view.ts';
import { inKeysOf, type Keyboard, writtenKey } from './keyboard.ts';

/** A key that means nothing here: one that has its place elsewhere, or of another script, is told where keys are. */
export function noKeyHere(view: View, { name, at }: { name: string; at: number }, keyboard: Keyboard): View {
  const text = ofOutput(name, keyboard) ?? ofOtherScript(name);
  return text === undefined ? view : { ...view, message: told('bad', '', text, at) };
}

function ofOutput(name: string, keyboard: Keyboard): string | undefined {
  const isOfOutput = keyboard.actions.some(({ only, keys }) => only === 'output' && keys.includes(name));
  return isOfOutput
    ? inKeysOf(keyboard, `${writtenKey(name)} is for the output of a run: {detail}, then its tab Output`)
    : undefined;
}

/** A letter of another script is answered once. */
const ofOtherScript = (name: string): string | undefined =>
  /^\p{L}$/u.test(name) && !/^[a-z]$/i.test(name) ? 'keyboard layout? keys here are Latin letters' : undefined;
