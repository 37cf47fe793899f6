import type { CommandWords, ValueKind } from './words.ts';

/** The program by its full path: what a person types may be an alias, which a script cannot call. */
export type Asker = readonly [node: string, entry: string];

/** What all three scripts ask on their way: is this word a command, has it a value, what may stand here. */
export type Cases = {
  /** `jobs list`: a command behind those before it; the program's own begin with a blank. */
  commands: string[];
  /** `jobs list --limit`: an option with a value. */
  valued: string[];
  /** What the value may be; other values are anybody's guess. */
  values: { keys: string[]; kind: Offer }[];
  places: { path: string; words: string[]; options: string[]; operand?: Offer }[];
};
export type Offer = { kind: 'choices'; choices: readonly string[] } | { kind: 'file' | 'job' };

export function casesOf(commands: readonly CommandWords[]): Cases {
  const valued = commands.flatMap(({ path, options }) =>
    options.flatMap(({ names, value }) =>
      value === undefined ? [] : names.map((name) => ({ key: `${path} ${name}`, value })),
    ),
  );
  return {
    commands: commands.flatMap(({ path, commands: subs }) => subs.map(({ name }) => `${path} ${name}`)),
    valued: valued.map(({ key }) => key),
    values: groupsOf(valued),
    places: commands.map(({ path, commands: subs, options, operand }) => ({
      path,
      words: subs.map(({ name }) => name),
      options: options.flatMap(({ names }) => names),
      ...(isOffer(operand) ? { operand } : {}),
    })),
  };
}

/** Options with the same values share a case. */
function groupsOf(valued: readonly { key: string; value: ValueKind }[]): Cases['values'] {
  const groups = new Map<string, Cases['values'][number]>();
  for (const { key, value } of valued) {
    if (!isOffer(value)) continue;
    const name = JSON.stringify(value);
    const group = groups.get(name) ?? { keys: [], kind: value };
    group.keys.push(key);
    groups.set(name, group);
  }
  return [...groups.values()];
}

const isOffer = (value: ValueKind | undefined): value is Offer => value !== undefined && value.kind !== 'other';

/** For bash and zsh. */
export const quoted = (word: string): string => `'${word.replaceAll("'", "'\\''")}'`;
export const pattern = (keys: readonly string[]): string => keys.map(quoted).join('|');
