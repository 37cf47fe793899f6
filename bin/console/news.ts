import { troubleLines } from '../../src/engine/rules/texts.ts';
import type { LeaseClaim } from '../../src/store/nouns/lease.ts';
import type { EngineNews } from '../../src/ui/console-options.ts';

/** What stands first is whole on every screen; `more` is shown where there is room for it. */
const bad = (text: string, more?: string): EngineNews => ({
  tone: 'bad',
  mark: '▲',
  text,
  about: 'engine',
  ...(more === undefined ? {} : { more }),
});
const good = (text: string): EngineNews => ({ tone: 'good', mark: '✓', text, about: 'engine' });
const nameOf = ({ pid, host, mode }: LeaseClaim): string =>
  `PID ${pid}${mode === 'headless' ? ' (no-ui)' : ''} on ${host}`;

/** What the message line says when the engine changes hands. */
export const engineNews = {
  none: (here: 'may run it' | 'never'): EngineNews =>
    bad(
      'no engine runs here, so no job starts',
      here === 'never' ? '; openclaw-tui --no-ui starts one' : '; take over, in :, starts it',
    ),
  owed: bad('no engine runs here yet: another process is writing to the database', '; it starts when that is done'),
  restored: bad(
    'a backup was restored under this console, which shows it now',
    '; take over, in :, runs the engine here',
  ),
  back: (lease: LeaseClaim): EngineNews => good(`an engine runs again: ${nameOf(lease)}`),
  here: good('the engine runs here now; what runs was taken back'),
  takenFrom: (lease: LeaseClaim, state: 'gone' | 'silent'): EngineNews =>
    bad(
      'the engine runs here now',
      state === 'gone' ? `: ${nameOf(lease)} is gone` : `: ${nameOf(lease)} was silent for 8 s`,
    ),
  silent: ({ pid }: LeaseClaim): EngineNews =>
    bad(`the engine gives no sign of life: PID ${pid}`, ', and nobody stopped it; openclaw-tui doctor says more'),
  standsStill: ({ pid }: LeaseClaim, holds: 'lease' | 'database'): EngineNews =>
    bad(
      `the engine stands still: kill -CONT ${pid}`,
      `, or openclaw-tui doctor; ${
        holds === 'database' ? 'it holds the database, so nothing is written' : 'no job starts meanwhile'
      }`,
    ),
  handedOver: (to: LeaseClaim): EngineNews =>
    bad(`handed the engine over to ${nameOf(to)}`, '; this console is attached to it'),
  lost: ({ by, because }: { by?: LeaseClaim; because?: string }): EngineNews =>
    because === undefined
      ? bad(`${by === undefined ? 'another engine' : nameOf(by)} took over`, '; this console was stopped meanwhile')
      : bad(because),
  notHandedOver: (holder: LeaseClaim | undefined): EngineNews =>
    bad(`not taken over: ${holder === undefined ? 'the holder' : nameOf(holder)} does not hand the engine over`),
  notInBackground: (reason: string): EngineNews =>
    bad(`not left in the background, the engine is still here: ${reason}`),
  /** Undefined for a fault that has its alert: only what keeps everything from being written has none until it is over. */
  trouble: (error: string): EngineNews | undefined => {
    const text = Object.values(troubleLines).find((line) => error.startsWith(line));
    if (text === undefined) return undefined;
    return { ...bad(text, '; what runs goes on, openclaw-tui doctor says more'), about: 'storage' };
  },
  failed: (error: unknown): EngineNews =>
    bad(`no engine started here: ${error instanceof Error ? error.message : String(error)}`),
};
