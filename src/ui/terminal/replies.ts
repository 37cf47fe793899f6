import type { Reply } from './input-events.ts';

/** What a complete control sequence from the terminal reports; undefined for those nobody here asks for. */
export const replyOfSequence = (parameters: string, final: string): Reply | undefined => {
  if (final === 'n' && (parameters === '0' || parameters === '3')) return { kind: 'status' };
  if (parameters === '' && final === 'I') return { kind: 'focus-in' };
  if (parameters === '' && final === 'O') return { kind: 'focus-out' };
  if (final === 'R') return cursorOf(parameters);
  if (final === 'c' && /^[?>=]/.test(parameters)) return { kind: 'device', text: parameters };
  if (final === 'M' || final === 'm') return mouseOf(parameters, final);
  return undefined;
};

/** Answers to OSC 10 to 19, the terminal's own colours, with each part as 0 to 255. */
export const replyOfOsc = (text: string): Reply | undefined => {
  const match = /^(1\d);rgba?:([\da-f]{1,4})\/([\da-f]{1,4})\/([\da-f]{1,4})(?:\/[\da-f]{1,4})?$/i.exec(text);
  if (match === null) return undefined;
  const [, slot = '', red = '', green = '', blue = ''] = match;
  return { kind: 'colour', slot: Number(slot), red: colourPart(red), green: colourPart(green), blue: colourPart(blue) };
};

const cursorOf = (parameters: string): Reply | undefined => {
  const match = /^\??(\d{1,5});(\d{1,5})(?:;\d+)?$/.exec(parameters);
  return match === null ? undefined : { kind: 'cursor', row: Number(match[1]), column: Number(match[2]) };
};

const mouseOf = (parameters: string, final: 'M' | 'm'): Reply | undefined => {
  const match = /^<(\d{1,5});(\d{1,5});(\d{1,5})$/.exec(parameters);
  if (match === null) return undefined;
  return {
    kind: 'mouse',
    action: final === 'M' ? 'press' : 'release',
    button: Number(match[1]),
    column: Number(match[2]),
    row: Number(match[3]),
  };
};

const colourPart = (hex: string): number => Math.round((Number.parseInt(hex, 16) / (16 ** hex.length - 1)) * 255);
