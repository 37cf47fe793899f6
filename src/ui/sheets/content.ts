import type { Line } from '../layout/line.ts';
import type { Scene } from '../scene.ts';
import type { Sheet } from '../state/sheet.ts';
import { kindOf } from './kinds/table.ts';

/** Everything a sheet shows above its buttons, however long. */
export const sheetContent = (sheet: Sheet, scene: Scene, width: number): Line[] =>
  kindOf(sheet.item).content(sheet, scene, width);
