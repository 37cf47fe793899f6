import { SECRET_CHARACTERS_MIN, type Secret } from '../ports/environment.ts';

/** The bytes of a secret in one of the forms in which programs print it, and what is written instead. */
export type Pattern = { bytes: Buffer; label: Buffer };

/** More forms are not looked for; the whole values come first, so what is left out are lines of long files. */
export const PATTERNS_MAX = 1_000;

/** A line of a longer secret, or a part of an encoded one, that is shorter stands in many texts by chance. */
const PART_CHARACTERS_MIN = 8;

/** Every secret as it stands, line by line, escaped as in JSON and URLs, and in base64; too short ones are left alone. */
export function patternsOf(secrets: readonly Secret[]): Pattern[] {
  const found = new Map<string, Pattern>();
  const long = secrets.filter(({ value }) => isRedactable(value));
  const whole = long.flatMap(({ name, value }) => formsOf(value).map((form) => ({ name, form })));
  const lines = long.flatMap(({ name, value }) => linesOf(value).map((form) => ({ name, form })));
  for (const { name, form } of [...whole, ...lines]) {
    if (found.size >= PATTERNS_MAX) break;
    if (!found.has(form)) found.set(form, { bytes: Buffer.from(form), label: Buffer.from(`[redacted ${name}]`) });
  }
  return [...found.values()].sort((a, b) => b.bytes.length - a.bytes.length);
}

/** Shorter values would blank out half of every text. */
export const isRedactable = (value: string): boolean => value.trim().length >= SECRET_CHARACTERS_MIN;

const formsOf = (value: string): string[] => [
  value,
  value.trim(),
  JSON.stringify(value).slice(1, -1),
  encodeURIComponent(value.toWellFormed()),
  ...base64FormsOf(value),
];

const linesOf = (value: string): string[] =>
  value.includes('\n')
    ? value
        .split('\n')
        .map((line) => line.trim())
        .filter((line) => line.length >= PART_CHARACTERS_MIN)
    : [];

/** Encoded behind other bytes (`user:` in a header) a secret stands shifted, in one of three ways. */
function base64FormsOf(value: string): string[] {
  const bytes = Buffer.from(value);
  const shifted = [0, 1, 2].map((shift) => {
    const encoded = Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64');
    const wholeFrom = Math.ceil((shift * 8) / 6);
    return encoded.slice(wholeFrom, Math.floor(((shift + bytes.length) * 8) / 6));
  });
  const urlSafe = shifted.map((form) => form.replaceAll('+', '-').replaceAll('/', '_'));
  return [...shifted, ...urlSafe].filter((form) => form.length >= PART_CHARACTERS_MIN);
}
