import type { Clock } from '../../src/engine/ports/clock.ts';
import type { ConsoleHandle, ConsoleInput, ConsoleTerminal, TerminalReport } from '../../src/ui/console-options.ts';
import type { KeyEvent, PasteEvent, Reply } from '../../src/ui/terminal/input-events.ts';
import { createInputShim, type InputShim } from '../../src/ui/terminal/input-shim.ts';
import type { Timers } from '../../src/ui/terminal/timers.ts';
import { type Background, backgroundOf, createTheme } from '../../src/ui/theme/index.ts';
import { type Appearance, themeNameFor } from './appearance.ts';
import { createOutputGate, type OutputGate } from './output-gate.ts';

/** A terminal that knows its colours answers within a round trip; the first frame waits no longer than this. */
const BACKGROUND_MS = 120;
const ASK_BACKGROUND = '\u001b]11;?\u001b\\';
const ASK_STATUS = '\u001b[5n';
const ERASE = '\u001b[H\u001b[2J';
const REPORT_FOCUS = '\u001b[?1004h';

export type OpenTerminal = {
  terminal: ConsoleTerminal;
  shim: InputShim;
  gate: OutputGate;
  /** What a repaint asks of whoever draws; told when the drawing begins. */
  setHandle(handle: ConsoleHandle): void;
};

/** The terminal as the console wants it: whole keys in, reports beside them, colours that suit its background. */
export async function openTerminal(appearance: Appearance, clock: Clock): Promise<OpenTerminal> {
  const replies = new Set<(reply: Reply) => void>();
  const shim = createInputShim(process.stdin, timersOf(clock), (reply) => {
    for (const listener of replies) listener(reply);
  });
  shim.stdin.setRawMode(true);
  const background = appearance.theme === undefined ? await askBackground(clock, replies) : 'dark';
  const theme = createTheme({
    name: themeNameFor(appearance, background),
    background,
    depth: appearance.depth,
    glyphs: appearance.glyphs,
  });
  process.stdout.write(REPORT_FOCUS);
  const reports = reportsOf(replies);
  const gate = createOutputGate(process.stdout);
  process.on('SIGCONT', () => reports.tell('resume'));
  let handle: ConsoleHandle | undefined;
  // Ink clears by what it believes to be on the screen; its attempt is not shown, and then it draws on an empty one.
  const repaint = (): void => {
    if (handle === undefined) return;
    gate.mute(handle.clear);
    process.stdout.write(ERASE);
    handle.rerender();
  };
  return {
    shim,
    gate,
    setHandle(opened) {
      handle = opened;
    },
    terminal: {
      theme,
      multiplexer: appearance.multiplexer,
      stdin: shim.stdin,
      stdout: gate.stdout,
      current: () => inputOf(shim.current()),
      dropPending: shim.dropPending,
      onReport: reports.subscribe,
      repaint,
      requestStatus: (sent) => void process.stdout.write(ASK_STATUS, sent),
    },
  };
}

export const timersOf = (clock: Clock): Timers => ({
  now: clock.monotonic,
  setTimer: (callback, delayMs) => clock.setTimer(delayMs, callback),
});

function askBackground(clock: Clock, replies: Set<(reply: Reply) => void>): Promise<Background> {
  return new Promise((resolve) => {
    const listen = (reply: Reply): void => {
      if (reply.kind === 'colour' && reply.slot === 11) settle(backgroundOf(reply));
    };
    const settle = (background: Background): void => {
      replies.delete(listen);
      cancel();
      resolve(background);
    };
    const cancel = clock.setTimer(BACKGROUND_MS, () => settle('dark'));
    replies.add(listen);
    process.stdout.write(ASK_BACKGROUND);
  });
}

function reportsOf(replies: Set<(reply: Reply) => void>) {
  const listeners = new Set<(report: TerminalReport) => void>();
  const tell = (report: TerminalReport): void => {
    for (const listener of listeners) listener(report);
  };
  replies.add((reply) => {
    if (reply.kind === 'status' || reply.kind === 'focus-in' || reply.kind === 'focus-out') tell(reply.kind);
  });
  return {
    tell,
    subscribe(listener: (report: TerminalReport) => void) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

function inputOf(event: KeyEvent | PasteEvent | undefined): ConsoleInput | undefined {
  return event?.kind === 'paste' ? { kind: 'paste', text: event.text } : event;
}
