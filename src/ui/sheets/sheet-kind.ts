import type { ConsoleOptions } from '../console-options.ts';
import type { Line } from '../layout/line.ts';
import type { Scene } from '../scene.ts';
import type { CommandEffect, Effect, ScreenContext, SheetChange } from '../state/events.ts';
import type { Sheet, SheetContent, SheetItem } from '../state/sheet.ts';
import type { View } from '../state/view.ts';

/** What was made of a field's text: `open` and `wrong` keep the deciding button off. */
export type FieldReading = { state: 'right' | 'open' | 'wrong'; word: string };

/** A line that is written into. */
export type SheetField = {
  id: string;
  /** `asked`: in a row of its own under its question; `row`: behind its label; `beside`: behind the buttons, and never the first. */
  place: 'asked' | 'row' | 'beside';
  label: string;
  reading(text: string): FieldReading;
  paste: 'text' | 'refused';
  /** Whether what was typed is there again when the item's sheet is opened again. */
  draft: 'kept' | 'asked-again';
  /** What it holds at first. */
  initial?: string;
  /** What ↑↓ put into it. */
  choices?: readonly string[];
  /** What it holds at first, from before or by ↑↓ makes way for the first letter that is typed. */
  fresh?: 'replaced';
  /** What it takes, for the footer, while it holds something else. */
  wants?: string;
  /** How much goes into it, in UTF-16 units; a sentence unless said otherwise. */
  most?: number;
};

/** What a pressed button comes to. */
export type Pressed =
  /** One press is one decision: keys count again only when the terminal has what came of it. */
  | { kind: 'decide'; effects: readonly Effect[] }
  /** The sheet stays as it is. */
  | { kind: 'act'; effects: readonly Effect[] }
  | { kind: 'close'; effects: readonly Effect[]; view?(closed: View): View };

export type SheetButton = {
  id: string;
  /** The verb of the question. */
  text: string;
  /** The same where the row is too short for it. */
  short?: string;
  /** `decides`: off until every field is right and the last line was seen; `filled`: until every field is right. */
  role: 'decides' | 'filled' | 'free';
  press(context: ScreenContext): Pressed;
};

/** All there is to one kind of sheet. The button that goes back is every sheet's own, and stands first. */
export type SheetKind<Item extends SheetItem = SheetItem> = {
  /** The verb and its object, which may follow from what was read. */
  question(item: Item, content?: SheetContent): string;
  /** What the button says that goes back. */
  back: string;
  risk?(item: Item): 'normal' | 'high';
  /** Its list may go on below the screen when it is decided. */
  needsNoEnd?(item: Item): boolean;
  /** In the order of Tab. */
  fields?(sheet: Pick<Sheet<Item>, 'item' | 'content'>): readonly SheetField[];
  buttons(sheet: Sheet<Item>): readonly SheetButton[];
  /** How its keys go from where the focus begins, for the footer; `focused` is the button with the focus. */
  hint(sheet: Sheet<Item>, focused: string): string;
  /** What Enter on the deciding button does, for the footer elsewhere; absent: `hint` says it all. */
  does?(sheet: Sheet<Item>): string;
  /** What Esc does, where it is more than to go back. */
  escapes?(sheet: Sheet<Item>): string | undefined;
  /** Everything above the notice, the fields and the buttons, however long. */
  content(sheet: Sheet<Item>, scene: Scene, width: number): Line[];
  /** What the last line promises. */
  recorded: 'hashed' | 'plain' | 'nothing';
  /** What it shows changes without the database. */
  pace?: 'live';
  /** Reads what it shows; the same again while it is open, to see whether it still holds. `open`: absent before it is. */
  read(options: ConsoleOptions, item: Item, open?: OpenSheet): SheetContent;
  /** What it shows follows from what is written into it, so that it is read again after each change of that. */
  follows?: 'fields';
  /** What became of its item since it was opened. */
  change?(sheet: Sheet<Item>, content: SheetContent, options: ConsoleOptions): SheetChange;
  /** The sheet that stays when its command was carried out; absent: it closes. */
  done?(sheet: Sheet<Item>, command: CommandEffect, at: number): Sheet<Item>;
};

/** The part of an open sheet that reading it anew may look at. */
export type OpenSheet = Pick<Sheet, 'fields' | 'content'>;

export const byCommand = (command: CommandEffect): Pressed => ({
  kind: 'decide',
  effects: [{ kind: 'command', command }],
});

/** The button of a sheet that has one. */
export const deciding = (text: string, press: SheetButton['press']): SheetButton[] => [
  { id: 'decide', text, role: 'decides', press },
];

/** The same where nothing is executed that has to be read to its end. */
export const filled = (text: string, press: SheetButton['press']): SheetButton[] => [
  { id: 'decide', text, role: 'filled', press },
];
