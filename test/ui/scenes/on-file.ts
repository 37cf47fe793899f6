import { join } from 'node:path';
import { expect } from 'vitest';
import { drawScreen } from '../../../src/ui/draw-screen.ts';
import { type Line, plainOf, widthOfLine } from '../../../src/ui/layout/line.ts';
import type { Scene } from '../../../src/ui/scene.ts';

const SCREENS = join(import.meta.dirname, '../../fixtures/screens');

/** Every size class. */
export const SIZES = [
  [60, 16],
  [80, 24],
  [80, 50],
  [120, 40],
  [200, 60],
] as const;

/** The whole screen is the one on file, a line for each row; `npx vitest run test/ui -u` writes it anew. Gives its text. */
export async function onFile(name: string, scene: Scene, spell = (line: Line): Line => line): Promise<string> {
  const { columns, rows } = scene.view.size;
  const lines = drawScreen(scene).map(spell);
  expect(lines).toHaveLength(rows);
  expect(lines.filter((line) => widthOfLine(line) !== columns)).toEqual([]);
  const text = lines.map((line) => `${plainOf(line).trimEnd()}\n`).join('');
  await expect(text).toMatchFileSnapshot(join(SCREENS, `${name}-${columns}x${rows}.txt`));
  return text;
}
