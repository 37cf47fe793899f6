import { LEAVE_SEQUENCE, type Mutable, mute } from './leave.ts';
import type { Timers } from './timers.ts';

/** The leave sequence may take this long; a stalled terminal gets no more. */
export const LEAVE_MS = 200;
/** Keys that are on their way when the console leaves are waited for, and thrown away, this long. */
export const LATE_KEYS_MS = 50;
/** After an error of ours nobody knows what still works; elsewhere the drain policy sets its own limit. */
export const ERROR_STOP_MS = 5_000;

export type StopSignal = 'SIGTERM' | 'SIGINT' | 'SIGHUP';
export type StopReason =
  | { kind: 'quit'; code: number }
  | { kind: 'signal'; signal: StopSignal }
  /** stdin ended, or a standard stream failed: the line is gone without a word. */
  | { kind: 'terminal-gone' }
  | { kind: 'error'; error: unknown };

/** `stay`: the terminal is let go of, and the process goes on without it. */
export type StopDecision = 'exit' | 'stay';
export type RunMode = 'console' | 'headless';

export type StandardStream = Mutable & { on(event: 'error', listener: (error: Error) => void): unknown };
/** The part of `process` that is used. */
export type ProcessHost = {
  on(event: StopSignal, listener: () => void): unknown;
  on(event: 'uncaughtException' | 'unhandledRejection', listener: (error: unknown) => void): unknown;
  exit(code: number): unknown;
  stdin: { on(event: 'error' | 'end', listener: () => void): unknown };
  stdout: StandardStream;
  stderr: StandardStream;
};

/** The screen as the way out needs it. */
export type Screen = {
  /** From now on keys are read and thrown away. */
  silenceInput(): void;
  unmount(): void;
  write(text: string): void;
  /** Resolves when everything written has reached the terminal. */
  drained(): Promise<void>;
  discardInput(): void;
  leaveRawMode(): void;
};

export type WayOutOptions = {
  host: ProcessHost;
  timers: Timers;
  /** A Ctrl-C that comes as a signal: true where somebody is asked first. */
  asksFirst?(): boolean;
  /** Drains and closes; bounded by its own policy. */
  onStop(reason: StopReason): Promise<StopDecision>;
  /** What is written on the restored terminal after an error; logging it is done here as well. */
  describeError(error: unknown): string;
};

export type WayOut = {
  /** From now on there is a screen to be restored. */
  attach(screen: Screen): void;
  leave(reason: StopReason): void;
};

/** Every way out of the process leads through here, with the terminal restored and the exit code of its reason. */
export const createWayOut = (options: WayOutOptions): WayOut => {
  const way: Way = { options, screen: undefined, restoring: undefined, mode: 'headless', leaving: undefined };
  listen(way);
  return {
    attach: (screen) => {
      way.screen = screen;
      way.mode = 'console';
    },
    leave: (reason) => leave(way, reason),
  };
};

export const exitCodeOf = (reason: StopReason, mode: RunMode): number => {
  switch (reason.kind) {
    case 'quit':
      return reason.code;
    case 'error':
      return 70;
    case 'terminal-gone':
      return 129;
    case 'signal':
      return mode === 'headless' && reason.signal === 'SIGTERM' ? 0 : SIGNAL_CODES[reason.signal];
  }
};

const SIGNAL_CODES: Record<StopSignal, number> = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 };

type Way = {
  options: WayOutOptions;
  screen: Screen | undefined;
  /** The screen whose terminal is being restored right now. */
  restoring: Screen | undefined;
  mode: RunMode;
  leaving: StopReason | undefined;
};

function listen(way: Way): void {
  const { host } = way.options;
  for (const signal of Object.keys(SIGNAL_CODES) as StopSignal[]) {
    host.on(signal, () => {
      const isAsked = signal === 'SIGINT' && way.leaving === undefined && way.options.asksFirst?.() === true;
      if (!isAsked) leave(way, { kind: 'signal', signal });
    });
  }
  host.on('uncaughtException', (error) => leave(way, { kind: 'error', error }));
  host.on('unhandledRejection', (error) => leave(way, { kind: 'error', error }));
  // A vanished terminal raises EIO on whichever stream is touched first; unheard, that is an uncaught error.
  const onGone = (): void => {
    if (way.mode === 'console') leave(way, { kind: 'terminal-gone' });
  };
  host.stdin.on('error', onGone);
  host.stdin.on('end', onGone);
  host.stdout.on('error', onGone);
  host.stderr.on('error', onGone);
}

function leave(way: Way, reason: StopReason): void {
  if (way.leaving === undefined) {
    way.leaving = reason;
    void stop(way, reason);
  } else if (isImpatient(reason, way.leaving)) exitNow(way, reason);
}

// A second hang-up is the same one told twice, a second error mostly follows from the first; TERM and INT mean now.
const isImpatient = (reason: StopReason, leaving: StopReason): boolean =>
  reason.kind === 'error' ? leaving.kind !== 'error' : reason.kind === 'signal' && reason.signal !== 'SIGHUP';

async function stop(way: Way, reason: StopReason): Promise<void> {
  const { timers, onStop, describeError } = way.options;
  try {
    // What draws may be what broke: after an error the terminal comes first.
    if (reason.kind === 'error') await restore(way, describeError(reason.error));
    const stopped = onStop(reason);
    const decision = await (reason.kind === 'error' ? withinMs(timers, ERROR_STOP_MS, stopped) : stopped);
    // The terminal may be there still, with somebody in front of it: a hang-up can be a signal like any other.
    await restore(way, '');
    if (decision === 'stay') goOnWithout(way);
    else exit(way, exitCodeOf(reason, way.mode));
  } catch (error) {
    await restore(way, describeError(error));
    exit(way, exitCodeOf({ kind: 'error', error }, way.mode));
  }
}

function goOnWithout(way: Way): void {
  const { host } = way.options;
  way.mode = 'headless';
  way.leaving = undefined;
  mute(host.stdout);
  mute(host.stderr);
}

async function restore(way: Way, lastWords: string): Promise<void> {
  const { timers } = way.options;
  const restored = way.screen;
  way.screen = undefined;
  way.restoring = restored;
  if (restored === undefined) return;
  attempt(() => restored.silenceInput());
  attempt(() => restored.unmount());
  attempt(() => restored.write(LEAVE_SEQUENCE + lastWords));
  const written = restored.drained().catch(() => {});
  await withinMs(timers, LEAVE_MS, Promise.all([written, afterMs(timers, LATE_KEYS_MS)]));
  attempt(() => restored.discardInput());
  attempt(() => restored.leaveRawMode());
  way.restoring = undefined;
}

function exitNow(way: Way, reason: StopReason): void {
  const restored = way.screen ?? way.restoring;
  const lastWords = reason.kind === 'error' ? way.options.describeError(reason.error) : '';
  attempt(() => restored?.write(LEAVE_SEQUENCE + lastWords));
  attempt(() => restored?.leaveRawMode());
  exit(way, exitCodeOf(reason, way.mode));
}

function exit({ options: { host } }: Way, code: number): void {
  mute(host.stdout);
  mute(host.stderr);
  host.exit(code);
}

const attempt = (action: () => void): void => {
  try {
    action();
  } catch {
    // Each step of the way out is taken, whatever became of the one before.
  }
};

const afterMs = (timers: Timers, delayMs: number): Promise<void> =>
  new Promise((resolve) => {
    timers.setTimer(resolve, delayMs);
  });

const withinMs = <T>(timers: Timers, limitMs: number, promise: Promise<T>): Promise<T | undefined> =>
  Promise.race([promise, afterMs(timers, limitMs).then(() => undefined)]);
