import type { Clock } from '../../src/engine/ports/clock.ts';
import type {
  ConsoleHandle,
  ConsoleInput,
  ConsoleTerminal,
  MouseInput,
  TerminalReport,
} from '../../src/ui/console-options.ts';
import { createWindowTitle, type WindowTitle } from '../../src/ui/notify/title.ts';
import type { KeyEvent, PasteEvent, Reply } from '../../src/ui/terminal/input-events.ts';
import { createInputShim, type InputShim } from '../../src/ui/terminal/input-shim.ts';
import { mouseInputOf } from '../../src/ui/terminal/mouse-input.ts';
import { createOutputSink, type OutputSink } from '../../src/ui/terminal/output-sink.ts';
import { createScreenOutput, type ScreenOutput, type Window } from '../../src/ui/terminal/screen-output.ts';
import type { Timers } from '../../src/ui/terminal/timers.ts';
import type { Appearance } from './appearance.ts';
import { askTerminal } from './ask-terminal.ts';
import { createLooks, type Looks } from './looks.ts';
import { createSuspension } from './suspension.ts';
import { openTerminalFile } from './terminal-file.ts';

const ASK_STATUS = '\u001b[5n';
const REPORT_FOCUS = '\u001b[?1004h';
const MOUSE = { on: '\u001b[?1000h\u001b[?1006h', off: '\u001b[?1006l\u001b[?1000l' } as const;

export type OpenTerminal = {
  terminal: ConsoleTerminal;
  shim: InputShim;
  sink: OutputSink;
  output: ScreenOutput;
  title: WindowTitle;
  looks: Looks;
  /** Another program has it until the work is done. */
  lend(work: () => Promise<void>): Promise<void>;
  /** Asks it what it is, behind the alternate screen; to be awaited before anything is drawn. */
  begin(): Promise<void>;
  setMouse(state: 'on' | 'off'): void;
  /** What a repaint asks of whoever draws; told when the drawing begins. */
  setHandle(handle: ConsoleHandle): void;
};

/** The terminal as the console wants it: whole keys in, reports beside them, colours that suit its background. */
export function openTerminal(appearance: Appearance, clock: Clock, onGone: () => void): OpenTerminal {
  const replies = new Set<(reply: Reply) => void>();
  const shim = createInputShim(process.stdin, timersOf(clock), (reply) => {
    for (const listener of replies) listener(reply);
  });
  shim.stdin.setRawMode(true);
  const reports = reportsOf(replies);
  const { sink, output, drawer, repaint, requestStatus } = openOutput(clock, reports.tell, onGone);
  const title = createWindowTitle(appearance.terminalNames);
  const looks = createLooks(appearance);
  let mouse: 'on' | 'off' = 'off';
  const report = (): void => void sink.write(REPORT_FOCUS + (mouse === 'on' ? MOUSE.on : ''));
  const setMouse = (state: 'on' | 'off'): void => {
    mouse = state;
    sink.write(MOUSE[state]);
  };
  const onBack = (): void => {
    report();
    repaint();
    reports.tell('resume');
  };
  const onAsked = (): void => drawer.handle?.press('Ctrl-Z');
  const { suspend, lend } = createSuspension({ clock, sink, output, title, onBack, onAsked });
  return {
    ...{ shim, sink, output, title, looks, setMouse, lend },
    async begin() {
      output.enter();
      looks.answered(await askTerminal(appearance, { clock, replies, sink }));
      report();
    },
    setHandle(opened) {
      drawer.handle = opened;
    },
    terminal: {
      get theme() {
        return looks.theme();
      },
      onLooks: looks.onChange,
      chooseTheme: looks.choose,
      onMouse: reports.onMouse,
      isMouseOn: () => mouse === 'on',
      setMouse,
      multiplexer: appearance.multiplexer,
      stdin: shim.stdin,
      stdout: output.stdout,
      current: () => inputOf(shim.current()),
      dropPending: shim.dropPending,
      onReport: reports.subscribe,
      onResize: output.onResize,
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
  const requestStatus = (sent: () => void): boolean => {
    const isWritten = sink.write(ASK_STATUS);
    if (isWritten) sink.whenDrained(sent);
    else isQuestionLost = true;
    return isWritten;
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

function reportsOf(replies: Set<(reply: Reply) => void>) {
  const listeners = listenersOf<TerminalReport>();
  const mouse = listenersOf<MouseInput>();
  replies.add((reply) => {
    if (reply.kind === 'status' || reply.kind === 'focus-in' || reply.kind === 'focus-out') listeners.tell(reply.kind);
    const input = mouseInputOf(reply);
    if (input !== undefined) mouse.tell(input);
  });
  return { tell: listeners.tell, subscribe: listeners.subscribe, onMouse: mouse.subscribe };
}

function listenersOf<T>() {
  const listeners = new Set<(told: T) => void>();
  return {
    tell(told: T): void {
      for (const listener of listeners) listener(told);
    },
    subscribe(listener: (told: T) => void): () => void {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

function inputOf(event: KeyEvent | PasteEvent | undefined): ConsoleInput | undefined {
  return event?.kind === 'paste' ? { kind: 'paste', text: event.text } : event;
}
