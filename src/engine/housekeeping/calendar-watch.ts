import { isBusy } from '../../store/store-error.ts';
import type { Core } from '../core.ts';
import { readCalendarAt } from '../dispatch/calendars.ts';
import { calendarFileChangedAt } from '../ports/calendar-file.ts';
import { calendarPaths } from '../rules/calendar.ts';
import { alertTexts } from '../rules/texts.ts';
import { messageOf } from '../tick.ts';

const LOOK_EVERY_MS = 60_000;
/** Files that one look reads; the others have their turn with the next one. */
const READ_MAX = 8;

/** S-11. Reads calendar files that have changed. One that is gone or broken is an alert; what it said last still holds. */
export function createCalendarWatch(core: Core): { start(): void; stop(): void } {
  const { clock } = core.options;
  const seen = new Map<string, Seen>();
  let cancel: (() => void) | undefined;

  const look = (): void => {
    try {
      if (core.state === 'running') lookOnce(core, seen);
    } catch (error) {
      // The next look sees the same.
      if (!isBusy(error)) core.emit({ kind: 'engine-error', error: `calendar files: ${messageOf(error)}` });
    }
    cancel = clock.setTimer(LOOK_EVERY_MS, look);
  };
  return {
    start(): void {
      cancel ??= clock.setSoon(look);
    },
    stop(): void {
      cancel?.();
      cancel = undefined;
    },
  };
}

/** How this engine found a file last. */
type Seen = 'good' | 'broken';

function lookOnce(core: Core, seen: Map<string, Seen>): void {
  const { store } = core.options;
  const used = new Set(calendarPaths({ exclude: store.calendars.entries() }));
  const unused = store.calendars.paths().filter((path) => !used.has(path));
  if (unused.length > 0) core.write(() => unused.forEach(forget(core)));
  let read = 0;
  for (const path of used) {
    const changedAt = calendarFileChangedAt(path);
    if (seen.get(path) === 'good' && store.calendars.stamp(path)?.modifiedAt === changedAt) continue;
    if (read >= READ_MAX) return;
    read += 1;
    readAnew(core, path, seen);
  }
}

function readAnew({ options: { store, clock }, write }: Core, path: string, seen: Map<string, Seen>): void {
  const file = readCalendarAt(path);
  if (file.kind === 'found') {
    seen.set(path, 'good');
    write(() => {
      store.calendars.put({ path, text: file.text, modifiedAt: file.modifiedAt, readAt: clock.now() });
      store.alerts.resolve(keyOf(path), clock.now());
    });
    return;
  }
  // Said once for each time that it breaks.
  if (seen.get(path) === 'broken') return;
  seen.set(path, 'broken');
  const text = alertTexts.calendar(path, file.reason);
  write(() => store.alerts.raise({ kind: 'calendar', key: keyOf(path), severity: 'warn', ...text }, clock.now()));
}

const forget =
  ({ options: { store, clock } }: Core) =>
  (path: string): void => {
    store.calendars.remove(path);
    store.alerts.resolve(keyOf(path), clock.now());
  };

const keyOf = (path: string): string => `calendar:${path}`;
