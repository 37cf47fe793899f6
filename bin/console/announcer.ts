import type { Clock } from '../../src/engine/ports/clock.ts';
import type { Reader } from '../../src/store/reader.ts';
import { attentionReads } from '../../src/store/snapshot/attention.ts';
import { ringBytes, type TerminalNames } from '../../src/ui/notify/ring-bytes.ts';
import { type RingSettings, ringOf } from '../../src/ui/notify/ring-rule.ts';
import { titleText, type WindowTitle } from '../../src/ui/notify/title.ts';
import type { OutputSink } from '../../src/ui/terminal/output-sink.ts';

/** What comes within this is one ring. */
const LOOK_EVERY_MS = 1_000;

export type Announcer = { stop(): void };

type AnnouncerOptions = {
  reader: Pick<Reader, 'db'>;
  onChange(changed: () => void): () => void;
  clock: Pick<Clock, 'now' | 'monotonic' | 'setTimer'>;
  sink: Pick<OutputSink, 'write' | 'isPending'>;
  title: WindowTitle;
  host: string;
  names: TerminalNames;
  settings(): RingSettings;
};

/** Calls a person who looks elsewhere: the window's title counts what waits, and what is new rings. */
export function createAnnouncer(options: AnnouncerOptions): Announcer {
  const { reader, clock, sink, title, host, names, settings } = options;
  const read = attentionReads(reader.db);
  let seen = read(Number.MAX_SAFE_INTEGER);
  let lookedAt = clock.monotonic();
  let cancel: (() => void) | undefined;
  const showTitle = (): void => {
    if (sink.isPending()) plan();
    else sink.write(title.set(titleText(host, seen)));
  };
  const look = (): void => {
    cancel = undefined;
    lookedAt = clock.monotonic();
    const before = seen;
    seen = read(before.newestApprovalId);
    const ring = ringOf(before, seen, settings(), clock.now());
    // A terminal that stands still would ring when somebody sits before it again.
    if (ring !== undefined && !sink.isPending()) sink.write(ringBytes(ring, host, names));
    showTitle();
  };
  const plan = (): void => {
    cancel ??= clock.setTimer(Math.max(0, lookedAt + LOOK_EVERY_MS - clock.monotonic()), look);
  };
  const unsubscribe = options.onChange(plan);
  showTitle();
  return {
    stop() {
      unsubscribe();
      cancel?.();
      cancel = undefined;
    },
  };
}
