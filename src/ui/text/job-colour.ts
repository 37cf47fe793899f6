/**
 * A colour that a job gave its text: one of the terminal's own 16, one of the fixed 240 behind them, or a value. Weight,
 * lines, and backgrounds are not kept: in the console they mean something.
 */
export type JobColour =
  | { kind: 'basic' | 'indexed'; index: number }
  | { kind: 'value'; red: number; green: number; blue: number };

/** What a sequence of the kind `CSI … m` makes of the colour that was worn before it. */
export function colourAfter(parameters: string, before: JobColour | undefined): JobColour | undefined {
  let colour = before;
  const codes = parameters.split(';', CODES_MAX);
  for (let at = 0; at < codes.length; at += 1) {
    const code = codes[at] ?? '';
    // With colons all parts of a colour stand in one.
    if (code.startsWith('38:')) colour = extended(code.split(':').slice(1)) ?? colour;
    else if (code === '38' || code === '48' || code === '58') {
      const rest = codes.slice(at + 1, at + 5);
      if (code === '38') colour = extended(rest) ?? colour;
      at += rest[0] === '5' ? 2 : rest[0] === '2' ? 4 : 0;
    } else colour = simple(code, colour);
  }
  return colour;
}

export const sameColour = (a: JobColour | undefined, b: JobColour | undefined): boolean =>
  a === b || (a !== undefined && b !== undefined && keyOf(a) === keyOf(b));

const CODES_MAX = 32;

const keyOf = (colour: JobColour): string =>
  colour.kind === 'value' ? `${colour.red},${colour.green},${colour.blue}` : `${colour.kind}${colour.index}`;

function simple(code: string, before: JobColour | undefined): JobColour | undefined {
  if (!/^\d{0,3}$/.test(code)) return before;
  const number = Number(code);
  if (number === 0 || number === 39) return undefined;
  if (number >= 30 && number <= 37) return { kind: 'basic', index: number - 30 };
  if (number >= 90 && number <= 97) return { kind: 'basic', index: number - 82 };
  return before;
}

function extended([kind, ...parts]: readonly string[]): JobColour | undefined {
  const numbers = parts.filter((part) => part !== '').map(Number);
  if (numbers.some((part) => !Number.isInteger(part) || part < 0 || part > 255)) return undefined;
  if (kind === '5') {
    const [index] = numbers;
    return index === undefined ? undefined : { kind: index < 16 ? 'basic' : 'indexed', index };
  }
  const [red, green, blue] = numbers.slice(-3);
  if (kind !== '2' || red === undefined || green === undefined || blue === undefined) return undefined;
  return { kind: 'value', red, green, blue };
}
