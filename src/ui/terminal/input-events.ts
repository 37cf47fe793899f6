/** One key, whole. `together` says that the read it came in held other keys as well. */
export type KeyEvent = {
  kind: 'key';
  /** `a`, `A`, `ф`, `Space`, `Enter`, `Tab`, `Shift-Tab`, `Escape`, `Up`, `Ctrl-U`, `PageDown`, … */
  name: string;
  /** What Ink is given for it: complete in itself, so that Ink never waits for more. */
  sequence: string;
  together: boolean;
  /** Of Esc: the key that came right behind it and was left out, as both may be one Alt chord; empty where it has no name. */
  lost?: string;
};

/** A bracketed paste: line ends are `\n`, no other control character is left but tabs. `cut` when a limit ended it. */
export type PasteEvent = { kind: 'paste'; text: string; cut: boolean; together: boolean };

/** What the terminal says by itself or on request; never a key. */
export type Reply =
  | { kind: 'status' }
  | { kind: 'focus-in' }
  | { kind: 'focus-out' }
  | { kind: 'cursor'; row: number; column: number }
  | { kind: 'device'; text: string }
  | { kind: 'colour'; slot: number; red: number; green: number; blue: number }
  | { kind: 'mouse'; action: 'press' | 'release'; button: number; column: number; row: number };

export type ReplyEvent = { kind: 'reply'; reply: Reply };
export type InputEvent = KeyEvent | PasteEvent | ReplyEvent;
