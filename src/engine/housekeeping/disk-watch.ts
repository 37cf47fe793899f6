import { dirname } from 'node:path';
import type { Core } from '../core.ts';
import { machineDisk } from '../ports/disk.ts';
import {
  judgeRoom,
  mibOf,
  ROOM_ALERT_KEY,
  type Room,
  type RoomVerdict,
  roomAlert,
  runWithoutRoom,
} from '../rules/storage-trouble.ts';
import { troubleLines } from '../rules/texts.ts';

/** No write need fail on a full disk: the log keeps its room when it begins anew, which is enough for hundreds of runs. */
const LOOK_EVERY_MS = 1_000;

/** R-8, D-104. How much room the home has: little is an alert, next to none starts nothing, and both end by themselves. */
export function createDiskWatch(core: Core, wake: () => void): { start(): void; stop(): void } {
  const { store, clock, disk = machineDisk } = core.options;
  const folder = dirname(store.path);
  /** Unknown: an alert of an engine before us may be over, or not. */
  let verdict: RoomVerdict | 'unknown' = 'unknown';
  /** What no alert tells yet. */
  let found: Room | undefined;
  let cancel: (() => void) | undefined;
  let off: (() => void) | undefined;

  const look = (notice: 'said' | 'unsaid'): void => {
    const before = verdict;
    const room = disk.room(folder);
    if (room !== undefined) judge(room);
    cancel?.();
    cancel = clock.setTimer(LOOK_EVERY_MS, () => look('unsaid'));
    if (room !== undefined && notice === 'unsaid' && before !== 'full' && verdict === 'full') say(core, room);
  };

  const judge = (room: Room): void => {
    const before = verdict;
    verdict = judgeRoom(room, before === 'unknown' ? 'enough' : before);
    if (verdict === before) return;
    core.hasRoom = verdict !== 'full';
    if (before === 'full') wake();
    found = room;
    core.write(tell, () => {
      found = undefined;
    });
  };

  /** What is so when it can be written: on a full disk that may be much later, and in another order. */
  const tell = (): void => {
    if (found === undefined || verdict === 'unknown') return;
    if (verdict === 'enough') store.alerts.resolve(ROOM_ALERT_KEY, clock.now());
    else store.alerts.raise(roomAlert(folder, found, verdict), clock.now());
  };

  return {
    start(): void {
      if (cancel !== undefined) return;
      look('unsaid');
      off = core.on((event) => {
        // A full disk has room for a small write now and then: whether anything may start is not for those to say.
        if (event.kind === 'engine-error') return look(event.error.startsWith(troubleLines.disk) ? 'said' : 'unsaid');
        if (event.kind !== 'run-ended') return;
        const alert = runWithoutRoom(event.run);
        if (alert === undefined) return;
        core.write(() => store.alerts.raise(alert, clock.now()));
        look('unsaid');
      });
    },
    stop(): void {
      cancel?.();
      off?.();
      cancel = undefined;
    },
  };
}

function say({ options: { log }, emit }: Core, { freeBytes }: Room): void {
  const text = `${troubleLines.disk} (${mibOf(freeBytes)} MiB are left)`;
  log.error({}, text);
  emit({ kind: 'engine-error', error: text });
}
