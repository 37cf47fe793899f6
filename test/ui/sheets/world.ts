import { drawScreen } from '../../../src/ui/draw-screen.ts';
import { plainOf } from '../../../src/ui/layout/line.ts';
import type { Sheet, SheetItem } from '../../../src/ui/state/sheet.ts';
import { atFirstFocus, firstTexts } from '../../../src/ui/state/sheet-controls.ts';
import type { ScreenData } from '../../../src/ui/state/view.ts';
import { anArmedSheet } from '../scenes/builders.ts';
import { aScene, aView, DATA } from '../scenes.ts';

/** A sheet as it stands when it has been opened and is armed. */
export function anOpenSheet(item: SheetItem, content: Sheet['content'], more: Partial<Sheet> = {}): Sheet {
  const blank = anArmedSheet(item, { content, ...more });
  return atFirstFocus({ ...blank, fields: { ...firstTexts(blank), ...more.fields } });
}

/** The whole screen with that sheet on it, row by row. */
export function pictureOf(sheet: Sheet, columns: number, rows: number, data: ScreenData = DATA): string[] {
  return drawScreen(aScene(aView(columns, rows, 'runs', { sheet }), data)).map((line) => plainOf(line).trimEnd());
}
