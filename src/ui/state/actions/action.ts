import type { BulkVerb } from '../bulk.ts';
import type { ScreenContext } from '../events.ts';
import type { Reduced } from '../reduced.ts';
import type { PanelId, ScreenData, View } from '../view.ts';

/** A key as it was pressed, or the choice of an action in the palette. `at` is the wall's clock. */
export type Pressed = { name: string; at: number };

/** What an action may know of the program around the screen when it says why it is off. */
export type Around = Pick<ScreenContext, 'readOnly' | 'engineHere' | 'engineStaysOut'>;

/**
 * One thing a person can do. Help, footer, palette and documentation are drawn from these, and the keyboard looks
 * nowhere else.
 */
export type Action = {
  /** The name in the configuration's `ui.keys`. */
  id: string;
  /** Empty: only in the palette. */
  keys: readonly string[];
  title: string;
  /** How the footer and the key list write the keys, where that differs from `keys`. */
  shown?: string;
  /** The command line that does the same. */
  command?: string;
  /** `…` behind the key: it opens a sheet, so that the rest of a read is thrown away. */
  opens?: 'sheet';
  /** `act` changes something, so it is off when read-only or locked. */
  group: 'look' | 'move' | 'act';
  /** What it is for several marked rows; `one` takes only one. Absent: it is not about rows. */
  marked?: BulkVerb | 'one';
  /** Its keys mean this only while the output, or why of a job, is looked at. */
  only?: 'output' | 'why';
  /** Where the footer names it: with these panels, or always at its right. */
  footer?: { panels: readonly PanelId[]; word: string } | { always: true; word: string };
  /** Why it does nothing just now. */
  offBecause?(view: View, data: ScreenData, around: Around): string | undefined;
  run(view: View, pressed: Pressed, context: ScreenContext): Reduced;
};
