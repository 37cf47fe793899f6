import type { Line } from '../layout/line.ts';
import type { Scene } from '../scene.ts';
import type { Sheet } from '../state/sheet.ts';
import { focusedControl } from '../state/sheet-controls.ts';
import { kindOf } from './kinds/table.ts';

/** Everything a sheet shows above its buttons, however long. */
export const sheetContent = (sheet: Sheet, scene: Scene, width: number): Line[] =>
  kindOf(sheet.item).content(sheet, scene, width);

/** How the keys of this sheet go, for its footer. */
export function sheetHint(sheet: Sheet): string {
  if (sheet.stage.kind === 'refused') return 'Enter back';
  const focused = focusedControl(sheet);
  return kindOf(sheet.item).hint(sheet, focused?.kind === 'button' ? focused.id : 'back');
}
