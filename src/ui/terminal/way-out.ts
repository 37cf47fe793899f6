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

/** Every way out of the process leads through here, with the terminal restored and the exit code of its reason. */
export const createWayOut = ({ host, timers, onStop, describeError }: WayOutOptions): WayOut => {
  let screen: Screen | undefined;
  let restoring: Screen | undefined;
  let mode: RunMode = 'headless';
  let leaving: StopReason | undefined;

  const leave = (reason: StopReason): void => {
    if (leaving === undefined) {
      leaving = reason;
      void stop(reason);
    } else if (isImpatient(reason, leaving)) exitNow(reason);
  };

  const stop = async (reason: StopReason): Promise<void> => {
    try {
      // What draws may be what broke: after an error the terminal comes first.
      if (reason.kind === 'error') await restore(describeError(reason.error));
      const decision = await (reason.kind === 'error' ? withinMs(ERROR_STOP_MS, onStop(reason)) : onStop(reason));
      if (decision === 'stay') goOnWithout();
      else {
        await restore('');
        exit(exitCodeOf(reason, mode));
      }
    } catch (error) {
      await restore(describeError(error));
      exit(exitCodeOf({ kind: 'error', error }, mode));
    }
  };

  const goOnWithout = (): void => {
    const gone = screen;
    screen = undefined;
    mode = 'headless';
    leaving = undefined;
    mute(host.stdout);
    mute(host.stderr);
    attempt(() => gone?.unmount());
  };

  const restore = async (lastWords: string): Promise<void> => {
    const restored = screen;
    screen = undefined;
    restoring = restored;
    if (restored === undefined) return;
    attempt(() => restored.silenceInput());
    attempt(() => restored.unmount());
    attempt(() => restored.write(LEAVE_SEQUENCE + lastWords));
    await withinMs(LEAVE_MS, Promise.all([restored.drained().catch(() => {}), afterMs(LATE_KEYS_MS)]));
    attempt(() => restored.discardInput());
    attempt(() => restored.leaveRawMode());
    restoring = undefined;
  };

  const exit = (code: number): void => {
    mute(host.stdout);
    mute(host.stderr);
    host.exit(code);
  };

  const exitNow = (reason: StopReason): void => {
    const restored = screen ?? restoring;
    const lastWords = reason.kind === 'error' ? describeError(reason.error) : '';
    attempt(() => restored?.write(LEAVE_SEQUENCE + lastWords));
    attempt(() => restored?.leaveRawMode());
    exit(exitCodeOf(reason, mode));
  };

  const afterMs = (delayMs: number): Promise<void> =>
    new Promise((resolve) => {
      timers.setTimer(resolve, delayMs);
    });
  const withinMs = <T>(limitMs: number, promise: Promise<T>): Promise<T | undefined> =>
    Promise.race([promise, afterMs(limitMs).then(() => undefined)]);

  for (const signal of Object.keys(SIGNAL_CODES) as StopSignal[]) {
    host.on(signal, () => leave({ kind: 'signal', signal }));
  }
  host.on('uncaughtException', (error) => leave({ kind: 'error', error }));
  host.on('unhandledRejection', (error) => leave({ kind: 'error', error }));
  // A vanished terminal raises EIO on whichever stream is touched first; unheard, that is an uncaught error.
  const onGone = (): void => {
    if (mode === 'console') leave({ kind: 'terminal-gone' });
  };
  host.stdin.on('error', onGone);
  host.stdin.on('end', onGone);
  host.stdout.on('error', onGone);
  host.stderr.on('error', onGone);

  return {
    attach: (attached) => {
      screen = attached;
      mode = 'console';
    },
    leave,
  };
};

const SIGNAL_CODES: Record<StopSignal, number> = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 };

// A second hang-up is the same one told twice, a second error mostly follows from the first; TERM and INT mean now.
const isImpatient = (reason: StopReason, leaving: StopReason): boolean =>
  reason.kind === 'error' ? leaving.kind !== 'error' : reason.kind === 'signal' && reason.signal !== 'SIGHUP';

const attempt = (action: () => void): void => {
  try {
    action();
  } catch {
    // Each step of the way out is taken, whatever became of the one before.
  }
};
