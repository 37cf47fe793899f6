import { plainText } from './plain-text.ts';

/** Aligned `name  value` lines; an absent value has no line, the further lines of a long one stand below its first. */
export function pairLines(pairs: readonly (readonly [name: string, value: string | undefined])[]): string[] {
  const shown = pairs.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
  const width = shown.reduce((most, [name]) => Math.max(most, name.length), 0);
  return shown.flatMap(([name, value]) => {
    const [first = '', ...rest] = plainText(value).split('\n');
    return [`${name.padEnd(width)}  ${first}`, ...rest.map((line) => `${' '.repeat(width)}  ${line}`)];
  });
}
