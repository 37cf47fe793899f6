import { EventEmitter } from 'node:events';
import type { OutputSink } from './output-sink.ts';

const FRAME_START = '\x1b[?2026h';
const FRAME_END = '\x1b[?2026l';
const ALTERNATE_SCREEN = '\x1b[?1049h';
const MAIN_SCREEN = '\x1b[?1049l';
const WRAPPING = '\x1b[?7h';
const HOME = '\x1b[H';
const ERASE = '\x1b[2J';
/** Ink draws from wherever the cursor is, and the alternate screen leaves it where the shell had it. A row that a terminal finds too long is cut there. */
const ENTER = `${ALTERNATE_SCREEN}\x1b[?7l${HOME}`;
/** Who is on the alternate screen already must not enter it again: some terminals would save their cursor anew. */
const BEGIN = `\x1b[?7l${HOME}`;
const FRAME_PARTS_MAX = 1_000;

/** The part of `process.stdout` that is used. */
export type Window = {
  columns?: number;
  rows?: number;
  on(event: 'resize', listener: () => void): unknown;
};

/** What draws: Ink's own ways to forget its frame and to draw one. */
export type Drawer = { clear(): void; rerender(): void };

export type ScreenOutput = {
  /** What Ink gets as `stdout`. */
  stdout: NodeJS.WriteStream;
  /** Goes to the alternate screen before there is anything to draw. */
  enter(): void;
  /** Erases the screen and has everything drawn again; once it is drained, where output stands still. */
  redraw(drawer: Drawer): void;
  /** Frames were dropped, or the window has another size: what is drawn now would not be shown. Until `redraw`. */
  isBehind(): boolean;
  /** Each new size. Ink is not told: it would lay out the rows of the old size at each of them. */
  onResize(listener: () => void): () => void;
  /** Nothing that is drawn arrives until `resume`. */
  suspend(): void;
  resume(): void;
  /** From now on nothing that is drawn arrives: a frame after the leave sequence would land in the shell. */
  close(): void;
  isClosed(): boolean;
};

/**
 * Ink's way to the sink. A frame goes out whole, between its marks, or not at all; and it begins where Ink believes the
 * cursor to be: its frames are relative to it, and whatever else moved it would shift them for good.
 */
export const createScreenOutput = (sink: OutputSink, window: Window): ScreenOutput => {
  const screen: Screen = {
    sink,
    window,
    gate: 'open',
    isMuted: false,
    frame: undefined,
    begin: 'home',
    isBehind: false,
    isEntered: false,
  };
  const resized = new Set<() => void>();
  window.on('resize', () => {
    // What stands where is the terminal's choice, and rows for another size would garble it. Before anybody draws nothing does.
    screen.isBehind ||= resized.size > 0;
    for (const listener of resized) listener();
  });
  return {
    stdout: stdoutOf(screen),
    enter: () => {
      screen.isEntered = true;
      sink.write(ENTER);
    },
    redraw: (drawer) => redraw(screen, drawer),
    isBehind: () => screen.isBehind,
    onResize(listener) {
      resized.add(listener);
      return () => void resized.delete(listener);
    },
    suspend: () => {
      if (screen.gate === 'open') screen.gate = 'suspended';
    },
    resume: () => {
      if (screen.gate !== 'suspended') return;
      screen.gate = 'open';
      sink.write(ENTER);
    },
    close: () => {
      screen.gate = 'closed';
    },
    isClosed: () => screen.gate === 'closed',
  };
};

type Screen = {
  sink: OutputSink;
  window: Window;
  gate: 'open' | 'suspended' | 'closed';
  isMuted: boolean;
  /** The parts of the frame that is being written. */
  frame: string[] | undefined;
  /** Where the next frame begins, and on what. */
  begin: 'home' | 'erased' | 'last-row';
  isBehind: boolean;
  isEntered: boolean;
};

/** As much of a `WriteStream` as Ink uses. */
function stdoutOf(screen: Screen): NodeJS.WriteStream {
  const { sink, window } = screen;
  const write = (text: string | Uint8Array, ...rest: unknown[]): boolean => {
    if (screen.gate === 'open' && !screen.isMuted) accept(screen, String(text));
    const done = rest.findLast((each) => typeof each === 'function');
    if (done !== undefined) sink.whenDrained(done as () => void);
    return true;
  };
  const stdout = Object.assign(new EventEmitter(), { isTTY: true, writable: true, write });
  Object.defineProperties(stdout, {
    columns: { get: () => window.columns },
    rows: { get: () => window.rows },
  });
  return stdout as unknown as NodeJS.WriteStream;
}

function accept(screen: Screen, text: string): void {
  if (text === FRAME_START) screen.frame = [];
  else if (screen.frame === undefined) pass(screen, text);
  else if (text === FRAME_END) {
    const body = screen.frame.join('');
    screen.frame = undefined;
    draw(screen, body);
  } else if (screen.frame.length < FRAME_PARTS_MAX) screen.frame.push(text);
}

function pass(screen: Screen, text: string): void {
  const enter = screen.isEntered ? BEGIN : ENTER;
  if (text.includes(ALTERNATE_SCREEN)) {
    screen.begin = 'home';
    screen.isEntered = true;
  }
  if (text.includes(MAIN_SCREEN)) screen.isEntered = false;
  screen.sink.write(text.replace(ALTERNATE_SCREEN, enter).replace(MAIN_SCREEN, WRAPPING + MAIN_SCREEN));
}

function draw(screen: Screen, body: string): void {
  // A difference to a frame that was never shown, or to one of another size, says nothing.
  if (screen.isBehind) return;
  if (screen.sink.write(FRAME_START + beginning(screen) + body + FRAME_END)) screen.begin = 'last-row';
  else screen.isBehind = true;
}

function beginning({ begin, window }: Screen): string {
  switch (begin) {
    case 'home':
      return HOME;
    case 'erased':
      return HOME + ERASE;
    case 'last-row':
      return window.rows === undefined ? '' : `\x1b[${window.rows}H`;
  }
}

function redraw(screen: Screen, drawer: Drawer): void {
  if (screen.gate !== 'open') return;
  screen.isBehind = screen.sink.isPending();
  if (screen.isBehind) return;
  // Ink erases what it believes to be on the screen; its attempt is not shown, and then it draws on an empty one.
  screen.isMuted = true;
  try {
    drawer.clear();
  } finally {
    screen.isMuted = false;
  }
  screen.begin = 'erased';
  drawer.rerender();
}
