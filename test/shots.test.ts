import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { svgOf } from '../scripts/shots/svg.ts';
import type { Cell } from './support/terminal.ts';

const ROOT = new URL('..', import.meta.url);
const cell: Cell = { text: 'a', foreground: '#F47348', background: 'default', bold: false, dim: false, inverse: false };

test('a picture of a screen has a box for a badge, one text for a stretch of one style, and no markup from the screen', () => {
  const badge = { ...cell, text: '<', inverse: true };
  const svg = svgOf([[cell, { ...cell, text: '&' }, badge]], 'dark');
  expect(svg).toContain('fill="#F47348">a&amp;</text>');
  expect(svg).toMatch(/<rect x="26.86" y="10" width="8.43" height="17" fill="#F47348"\/>/);
  expect(svg).toMatch(/fill="#12161C">&lt;<\/text>/);
});

test('the README shows a picture that is there, and every picture is named in it or beside another', () => {
  const readme = readFileSync(new URL('README.md', ROOT), 'utf8');
  const named = [...readme.matchAll(/docs\/pictures\/([a-z-]+)\.(?:svg|png)/g)].map((match) => match[1]);
  const there = readdirSync(new URL('docs/pictures', ROOT)).map((name) => name.replace(/\.\w+$/, ''));
  expect(new Set(named)).toEqual(new Set(there));
});
