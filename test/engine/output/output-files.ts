import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A run folder of its own that is gone after the test. */
export const createFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'openclaw-output-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
};

export const createOutput = (content: string | Uint8Array): string => {
  const path = join(createFolder(), 'out');
  writeFileSync(path, content);
  return path;
};

/** A clock that stands still until it is told to go on; timers fire in order. */
export const createManualClock = (startAt = 1_000_000) => {
  let now = startAt;
  let timers: { at: number; fire: () => void }[] = [];
  return {
    now: () => now,
    setTimer: (delayMs: number, fire: () => void) => {
      const timer = { at: now + delayMs, fire };
      timers.push(timer);
      return () => {
        timers = timers.filter((one) => one !== timer);
      };
    },
    advance: (ms: number) => {
      const end = now + ms;
      for (;;) {
        const next = timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
        if (next === undefined) break;
        timers = timers.filter((one) => one !== next);
        now = next.at;
        next.fire();
      }
      now = end;
    },
    timerCount: () => timers.length,
  };
};

/** Notices when the event loop was held up for longer than it should. */
export const watchTurns = () => {
  let turns = 0;
  let going = true;
  const turn = (): void => {
    turns += 1;
    if (going) setImmediate(turn);
  };
  turn();
  return () => {
    going = false;
    return turns;
  };
};
