import type { LeaseClaim } from '../../src/store/nouns/lease.ts';
import type { EngineNews } from '../../src/ui/console-options.ts';

const bad = (text: string): EngineNews => ({ tone: 'bad', mark: '▲', text });
const nameOf = ({ pid, host, mode }: LeaseClaim): string =>
  `PID ${pid}${mode === 'headless' ? ' (no-ui)' : ''} on ${host}`;

/** What the message line says when the engine changes hands. */
export const engineNews = {
  none: bad('no engine runs here, so no job starts: openclaw-tui --no-ui starts one, T runs it in a console'),
  restored: bad('a backup was restored under this console, which shows it now; T runs the engine here'),
  here: { tone: 'good', mark: '✓', text: 'the engine runs here now; what runs was taken back' } satisfies EngineNews,
  takenFrom: (lease: LeaseClaim, state: 'gone' | 'silent'): EngineNews =>
    bad(
      state === 'gone'
        ? `the engine of ${nameOf(lease)} ended without a word; it runs here now`
        : `the engine of ${nameOf(lease)} gave no sign of life for 8 s; it runs here now`,
    ),
  standsStill: ({ pid }: LeaseClaim, holds: 'lease' | 'database'): EngineNews =>
    bad(
      `the engine stands still: kill -CONT ${pid}, or openclaw-tui doctor; ${
        holds === 'database' ? 'it holds the database, so nothing is written' : 'no job starts meanwhile'
      }`,
    ),
  handedOver: (to: LeaseClaim): EngineNews =>
    bad(`handed the engine over to ${nameOf(to)}; this console is attached to it`),
  lost: ({ by, because }: { by?: LeaseClaim; because?: string }): EngineNews =>
    bad(
      because ??
        `${by === undefined ? 'another engine' : nameOf(by)} took over while this one was stopped; this console is attached to it`,
    ),
  notHandedOver: (holder: LeaseClaim | undefined): EngineNews =>
    bad(`not taken over: ${holder === undefined ? 'the holder' : nameOf(holder)} does not hand the engine over`),
  notInBackground: (reason: string): EngineNews =>
    bad(`not left in the background, the engine is still here: ${reason}`),
  failed: (error: unknown): EngineNews =>
    bad(`no engine started here: ${error instanceof Error ? error.message : String(error)}`),
};
