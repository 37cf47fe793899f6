import type { Clock } from '../../src/engine/ports/clock.ts';
import type { WindowTitle } from '../../src/ui/notify/title.ts';
import { LEAVE_SEQUENCE } from '../../src/ui/terminal/leave.ts';
import type { OutputSink } from '../../src/ui/terminal/output-sink.ts';
import type { ScreenOutput } from '../../src/ui/terminal/screen-output.ts';

/** Long enough for a stop to have come into effect. */
const STOP_MS = 50;
/** A line that takes the leave sequence no sooner than this is not waited for. */
const TAKEN_MAX_MS = 5_000;
const HIDE_CURSOR = '\u001b[?25l';
const REPORT_PASTES = '\u001b[?2004h';

export type SuspensionOptions = {
  clock: Clock;
  sink: OutputSink;
  output: ScreenOutput;
  title: WindowTitle;
  /** The terminal is ours again, and empty. */
  onBack(): void;
  /** Somebody else wants this process to stop. */
  onAsked(): void;
};

/** Gives the terminal back to the shell and stops, as Ctrl-Z does elsewhere; whatever wakes the process takes it again. */
export function createSuspension({ clock, sink, output, title, onBack, onAsked }: SuspensionOptions) {
  let holder: 'console' | 'pager' = 'console';
  /** Until the terminal is ours again; a stop that comes while a pager starts would stop that with us. */
  let stopping: Promise<void> | undefined;
  const takeBack = (): void => {
    if (output.isClosed()) return;
    // The mode that was set last is believed to hold; the shell has set another one since.
    process.stdin.setRawMode(false);
    process.stdin.setRawMode(true);
    output.suspend();
    output.resume();
    sink.write(HIDE_CURSOR + REPORT_PASTES + title.takeAgain());
    onBack();
  };
  const stop = async (): Promise<void> => {
    if (output.isClosed()) return;
    process.stdin.setRawMode(false);
    process.off('SIGTSTP', onAsked);
    // To the whole group, as the terminal does it: whoever started us stops too, or no prompt comes back.
    process.kill(0, 'SIGTSTP');
    await new Promise<void>((resolve) => void clock.setTimer(STOP_MS, resolve));
    process.on('SIGTSTP', onAsked);
    // Where no shell is there to wake us, nothing stops either.
    takeBack();
  };
  process.on('SIGTSTP', onAsked);
  process.on('SIGCONT', takeBack);
  const giveAway = (): void => {
    output.suspend();
    sink.writeAnyway(LEAVE_SEQUENCE + title.giveBack());
  };
  return {
    /** Another program has the terminal until the work is done; what its keys signal is meant for it. */
    async lend(work: () => Promise<void>): Promise<void> {
      if (stopping !== undefined) await stopping;
      holder = 'pager';
      giveAway();
      await whenTaken(sink, clock);
      process.stdin.setRawMode(false);
      process.stdin.pause();
      try {
        await withSignalsOf(work, { clock, onAsked, takeBack });
      } finally {
        process.stdin.resume();
        holder = 'console';
        takeBack();
      }
    },
    suspend(): void {
      if (holder === 'pager' || stopping !== undefined) return;
      giveAway();
      stopping = whenTaken(sink, clock)
        .then(stop)
        .finally(() => {
          stopping = undefined;
        });
    },
  };
}

type Ours = { clock: Clock; onAsked(): void; takeBack(): void };

/** What the keys of a program that has the terminal signal is meant for it. */
async function withSignalsOf(work: () => Promise<void>, { clock, onAsked, takeBack }: Ours): Promise<void> {
  const interrupts = process.listeners('SIGINT');
  const ignore = (): void => {};
  // The terminal stops the whole group: an engine in here would stand still, and a pager that stops alone gives nobody a prompt.
  const goOn = (): void => void clock.setTimer(STOP_MS, () => process.kill(0, 'SIGCONT'));
  process.removeAllListeners('SIGINT').on('SIGINT', ignore);
  process.on('SIGTSTP', goOn).off('SIGTSTP', onAsked);
  process.off('SIGCONT', takeBack);
  try {
    await work();
  } finally {
    process.off('SIGINT', ignore);
    for (const interrupt of interrupts) process.on('SIGINT', interrupt);
    process.on('SIGTSTP', onAsked).off('SIGTSTP', goOn);
    process.on('SIGCONT', takeBack);
  }
}

/** Who stops with the leave sequence still behind a frame leaves the shell on a screen of ours. */
function whenTaken(sink: OutputSink, clock: Clock): Promise<void> {
  return new Promise((resolve) => {
    let isDone = false;
    const once = (): void => {
      if (isDone) return;
      isDone = true;
      clock.setTimer(STOP_MS, resolve);
    };
    sink.whenDrained(once);
    clock.setTimer(TAKEN_MAX_MS, once);
  });
}
