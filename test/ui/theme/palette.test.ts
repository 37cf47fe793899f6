import { describe, expect, test } from 'vitest';
import {
  type Colour,
  contrast,
  distance,
  fromHex,
  fromIndex,
  type Sight,
} from '../../../src/ui/theme/colour-science.ts';
import { type Background, PALETTES, type Token } from '../../../src/ui/theme/tokens.ts';

const WRITTEN: Token[] = ['text', 'muted', 'accent', 'ok', 'warn', 'fail', 'risk'];
const TOLD_APART: Token[] = ['text', 'accent', 'ok', 'warn', 'fail', 'risk'];
const SIGHTS: Sight[] = ['normal', 'protanopia', 'deuteranopia', 'tritanopia'];
const BACKGROUNDS: Background[] = ['dark', 'light'];

const colour = (background: Background, token: Token, form: 'hex' | 'indexed'): Colour =>
  form === 'hex' ? fromHex(PALETTES[background][token].hex) : fromIndex(PALETTES[background][token].indexed);

const pairs = TOLD_APART.flatMap((left, index) => TOLD_APART.slice(index + 1).map((right) => [left, right] as const));

describe.each(BACKGROUNDS)('the %s palette', (background) => {
  const shortfalls = (form: 'hex' | 'indexed'): string[] =>
    [
      ...WRITTEN.flatMap((token) => (['paper', 'sel'] as const).map((ground) => unreadable(token, ground, form))),
      ...SIGHTS.flatMap((sight) => pairs.map(([left, right]) => alike(left, right, sight, form))),
    ].filter((found) => found !== '');

  const unreadable = (token: Token, ground: Token, form: 'hex' | 'indexed'): string => {
    const found = contrast(colour(background, token, form), colour(background, ground, form));
    return found < 4.5 ? `${token} on ${ground} ${found.toFixed(2)}` : '';
  };

  const alike = (left: Token, right: Token, sight: Sight, form: 'hex' | 'indexed'): string => {
    const found = distance(colour(background, left, form), colour(background, right, form), sight);
    return found < 16 ? `${left} and ${right} ${found.toFixed(2)} in ${sight}` : '';
  };

  test.each(['hex', 'indexed'] as const)(
    '%s: everything written has contrast, and every kind of sight tells text and states apart',
    (form) => {
      expect(shortfalls(form)).toEqual([]);
    },
  );

  test('16 colours never use bright black', () => {
    const names = Object.values(PALETTES[background]).map(({ basic }) =>
      basic.kind === 'named' ? basic.name : basic.kind,
    );
    expect(names).not.toContain('blackBright');
    expect(names).not.toContain('gray');
  });
});
