import { existsSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { nearestName } from '../../src/engine/rules/job/nearest-name.ts';
import type { OwnColours } from '../../src/ui/theme/own-palette.ts';
import { TOKENS } from '../../src/ui/theme/tokens.ts';
import { type Failure, usageFailure } from '../failure.ts';
import { readText } from '../read-text.ts';
import { parseStrict } from './strict-json.ts';

export const BUILT_IN_THEMES = [
  'dark',
  'light',
  'high-contrast',
  'high-contrast-dark',
  'high-contrast-light',
  'none',
] as const;
export type BuiltInTheme = (typeof BUILT_IN_THEMES)[number];
/** A theme by name: one of ours, or the colours of a file in the home. */
export type ChosenTheme = { kind: 'built-in'; name: BuiltInTheme } | { kind: 'own'; name: string; colours: OwnColours };

const FILE_BYTES_MAX = 16 * 1024;
const FILE_NAME = /^[\w-]{1,40}$/;

const colour = z.string('a colour such as #9BCFF0').regex(/^#[\da-f]{6}$/i, 'a colour such as #9BCFF0');
const themeSchema = z.strictObject(
  Object.fromEntries(TOKENS.map((token) => [token, colour.optional()])) as Record<
    (typeof TOKENS)[number],
    z.ZodOptional<typeof colour>
  >,
);

export const themePath = (home: string, name: string): string => join(home, 'themes', `${name}.json`);

/** Ours, else the one of that name in the home; throws a usage failure for a name or a file that is neither. */
export function themeNamed(name: string, home: string, field: string): ChosenTheme {
  const builtIn = BUILT_IN_THEMES.find((each) => each === name);
  if (builtIn !== undefined) return { kind: 'built-in', name: builtIn };
  const path = themePath(home, name);
  if (!FILE_NAME.test(name) || !existsSync(path)) throw unknownTheme(name, home, field);
  const failure = (why: string): string => `theme not read: ${path}: ${why}`;
  const text = readText(path, { bytesMax: FILE_BYTES_MAX, code: 'theme-unreadable', field, failure });
  const read = parseStrict(text, path, { what: 'theme', code: 'theme', schema: themeSchema });
  const colours = Object.fromEntries(Object.entries(read).filter(([, value]) => value !== undefined)) as OwnColours;
  return { kind: 'own', name, colours };
}

function unknownTheme(name: string, home: string, field: string): Failure {
  const near = nearestName(name, BUILT_IN_THEMES);
  const known = BUILT_IN_THEMES.join(', ');
  // Who wrote it on the command line sees it there.
  const from = field === 'ui.theme' ? 'ui.theme: ' : '';
  return usageFailure(
    'unknown-theme',
    `${from}no theme called ${name}: ${known}, or a file NAME.json in ${join(home, 'themes')}`,
    {
      field,
      ...(near === undefined ? {} : { hint: `${near}?` }),
    },
  );
}
