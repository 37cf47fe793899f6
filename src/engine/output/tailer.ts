import type { Clock } from '../ports/clock.ts';
import { outputBytes } from '../ports/processes/run-folder.ts';
import {
  appendRecords,
  INDEX_BYTES_MAX,
  type IndexRecord,
  indexBytes,
  recordedOffsets,
  type Stream,
} from './output-index.ts';

export type Tailer = { start(): void; stop(): void };
export type TailerOptions = { everyMs?: number; clock: Pick<Clock, 'now' | 'setTimer'> };

export const TAIL_EVERY_MS = 250;

/**
 * Notes when how much output had come, while it is started. What came while nobody looked is recorded without an instant.
 * The longer the index, the rarer the looks: every quarter of a MiB doubles the distance, so that a week of output without a pause stays below
 * `INDEX_BYTES_MAX`.
 */
export const createTailer = (folder: string, { everyMs = TAIL_EVERY_MS, clock }: TailerOptions): Tailer => {
  let known: Record<Stream, number> | undefined;
  let writtenBytes = 0;
  let cancel: (() => void) | undefined;

  /** A full disk, or a folder that the job made something else: the time of these bytes stays unknown, and nothing ends by it. */
  const look = (at: number | undefined): void => {
    try {
      note(at);
    } catch {
      // The next look may.
    }
  };
  const note = (at: number | undefined): void => {
    const sizes = outputBytes(folder);
    const seen = known ?? { out: 0, err: 0 };
    const grown = STREAMS.filter((stream) => sizes[stream] > seen[stream]);
    if (grown.length > 0 && writtenBytes < INDEX_BYTES_MAX) {
      const records = grown.map((stream): IndexRecord => ({ at, stream, offset: sizes[stream] }));
      appendRecords(folder, records);
      writtenBytes = indexBytes(folder);
    }
    known = sizes;
  };
  const begin = (): void => {
    try {
      writtenBytes = indexBytes(folder);
      known = recordedOffsets(folder);
    } catch {
      // What cannot be read now is recorded anew.
    }
  };
  const arm = (): void => {
    const delayMs = everyMs * 2 ** Math.floor(writtenBytes / SLOWDOWN_BYTES);
    cancel = clock.setTimer(delayMs, () => {
      look(clock.now());
      arm();
    });
  };

  return {
    start: () => {
      if (cancel !== undefined) return;
      begin();
      look(writtenBytes === 0 ? clock.now() : undefined);
      arm();
    },
    stop: () => {
      if (cancel === undefined) return;
      cancel();
      cancel = undefined;
      look(clock.now());
    },
  };
};

const STREAMS: readonly Stream[] = ['out', 'err'];
const SLOWDOWN_BYTES = 256 * 1024;
