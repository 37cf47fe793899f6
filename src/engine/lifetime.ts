import type { Clock } from './ports/clock.ts';

/** How an ask ended for somebody who does not wait for ever. */
export type Answered<T> = { kind: 'answered'; value: T } | { kind: 'unanswered'; reason: string };

/** The timers and waits of one piece of work: when it is over, none of them does anything any more. */
export type Lifetime = {
  later(delayMs: number, act: () => void): () => void;
  /** Called at the end, unless cancelled before. */
  atEnd(act: () => void): () => void;
  /** Never settles once the lifetime is over. */
  answerOf<T>(ask: () => Promise<T>, limitMs?: number): Promise<Answered<T>>;
  pause(ms: number): Promise<void>;
  end(): void;
  isOver(): boolean;
};

export function createLifetime(clock: Clock): Lifetime {
  const endings = new Set<() => void>();
  let over = false;

  const atEnd = (act: () => void): (() => void) => {
    endings.add(act);
    return () => endings.delete(act);
  };
  const later = (delayMs: number, act: () => void): (() => void) => {
    if (over) return () => {};
    const cancel = clock.setTimer(delayMs, () => {
      endings.delete(cancel);
      act();
    });
    endings.add(cancel);
    return () => {
      endings.delete(cancel);
      cancel();
    };
  };

  return {
    later,
    atEnd,
    answerOf: (ask, limitMs) =>
      new Promise((resolve) => {
        const settle = (answer: Awaited<ReturnType<Lifetime['answerOf']>>): void => {
          cancel();
          if (!over) resolve(answer as Parameters<typeof resolve>[0]);
        };
        const cancel =
          limitMs === undefined
            ? () => {}
            : later(limitMs, () => settle({ kind: 'unanswered', reason: `no answer within ${limitMs / 1_000} s` }));
        attempt(ask).then(
          (value) => settle({ kind: 'answered', value }),
          (error: unknown) => settle({ kind: 'unanswered', reason: reasonOf(error) }),
        );
      }),
    pause: (ms) => new Promise((resolve) => void later(ms, resolve)),
    end(): void {
      over = true;
      for (const act of endings) act();
      endings.clear();
    },
    isOver: () => over,
  };
}

/** What throws at once is as unanswered as what rejects. */
const attempt = async <T>(ask: () => Promise<T>): Promise<T> => ask();

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
