import type { Clock } from '../../src/engine/ports/clock.ts';
import type { ConsoleHandle, ConsoleInput, ConsoleTerminal, TerminalReport } from '../../src/ui/console-options.ts';
import { createWindowTitle, type WindowTitle } from '../../src/ui/notify/title.ts';
import type { KeyEvent, PasteEvent, Reply } from '../../src/ui/terminal/input-events.ts';
import { createInputShim, type InputShim } from '../../src/ui/terminal/input-shim.ts';
import { createOutputSink, type OutputSink } from '../../src/ui/terminal/output-sink.ts';
import { createScreenOutput, type ScreenOutput, type Window } from '../../src/ui/terminal/screen-output.ts';
import type { Timers } from '../../src/ui/terminal/timers.ts';
import { type Background, backgroundOf, createTheme } from '../../src/ui/theme/index.ts';
import { type Appearance, themeNameFor } from './appearance.ts';
import { createSuspension } from './suspension.ts';
import { openTerminalFile } from './terminal-file.ts';

/** A terminal that knows its colours answers within a round trip; the first frame waits no longer than this. */
const BACKGROUND_MS = 120;
const ASK_BACKGROUND = '\u001b]11;?\u001b\\';
const ASK_STATUS = '\u001b[5n';
const REPORT_FOCUS = '\u001b[?1004h';

export type OpenTerminal = {
  terminal: ConsoleTerminal;
  shim: InputShim;
  sink: OutputSink;
  output: ScreenOutput;
  title: WindowTitle;
  /** What a repaint asks of whoever draws; told when the drawing begins. */
  setHandle(handle: ConsoleHandle): void;
};

/** The terminal as the console wants it: whole keys in, reports beside them, colours that suit its background. */
export async function openTerminal(appearance: Appearance, clock: Clock, onGone: () => void): Promise<OpenTerminal> {
  const replies = new Set<(reply: Reply) => void>();
  const shim = createInputShim(process.stdin, timersOf(clock), (reply) => {
    for (const listener of replies) listener(reply);
  });
  shim.stdin.setRawMode(true);
  const reports = reportsOf(replies);
  const { sink, output, drawer, repaint, requestStatus } = openOutput(clock, reports.tell, onGone);
  const background = appearance.theme === undefined ? await askBackground(clock, replies, sink) : 'dark';
  const { depth, glyphs, multiplexer } = appearance;
  const title = createWindowTitle(appearance.terminalNames);
  const theme = createTheme({ name: themeNameFor(appearance, background), background, depth, glyphs });
  sink.write(REPORT_FOCUS);
  const onBack = (): void => {
    sink.write(REPORT_FOCUS);
    repaint();
    reports.tell('resume');
  };
  const onAsked = (): void => drawer.handle?.press('Ctrl-Z');
  const { suspend } = createSuspension({ clock, sink, output, title, onBack, onAsked });
  return {
    shim,
    sink,
    output,
    title,
    setHandle(opened) {
      drawer.handle = opened;
    },
    terminal: {
      theme,
      multiplexer,
      stdin: shim.stdin,
      stdout: output.stdout,
      current: () => inputOf(shim.current()),
      dropPending: shim.dropPending,
      onReport: reports.subscribe,
      repaint,
      isBehind: output.isBehind,
      suspend,
      requestStatus,
    },
  };
}

/** Output that never waits, and what is made good when the terminal takes it again. */
function openOutput(clock: Clock, tell: (report: TerminalReport) => void, onGone: () => void) {
  const drawer: { handle?: ConsoleHandle } = {};
  let isQuestionLost = false;
  const repaint = (): void => {
    if (drawer.handle !== undefined) output.redraw(drawer.handle);
  };
  const onDrained = (): void => {
    const wasBehind = output.isBehind();
    if (wasBehind) repaint();
    // A sheet may have been drawn, or asked about, without anybody having seen it.
    if (wasBehind || isQuestionLost) tell('stalled');
    isQuestionLost = false;
  };
  const onHeldUp = (): void => tell('stalled');
  const sink = createOutputSink({ file: openTerminalFile(), timers: timersOf(clock), onDrained, onHeldUp, onGone });
  const output = createScreenOutput(sink, windowOf(process.stdout));
  const requestStatus = (sent: () => void): void => {
    if (!sink.write(ASK_STATUS)) isQuestionLost = true;
    sink.whenDrained(sent);
  };
  return { sink, output, drawer, repaint, requestStatus };
}

/** Sizes that came and went before anybody looked: the stream sees no change, and the terminal has moved its rows. */
const windowOf = (stream: NodeJS.WriteStream): Window => ({
  get columns() {
    return stream.columns;
  },
  get rows() {
    return stream.rows;
  },
  on: (_event, listener) => process.on('SIGWINCH', listener),
});

export const timersOf = (clock: Clock): Timers => ({
  now: clock.monotonic,
  setTimer: (callback, delayMs) => clock.setTimer(delayMs, callback),
});

function askBackground(clock: Clock, replies: Set<(reply: Reply) => void>, sink: OutputSink): Promise<Background> {
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
    sink.write(ASK_BACKGROUND);
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
