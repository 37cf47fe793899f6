import { dirname } from 'node:path';
import type { Core } from '../core.ts';
import { machineDisk } from '../ports/disk.ts';
import {
  judgeRoom,
  ROOM_ALERT_KEY,
  type Room,
  type RoomVerdict,
  roomAlert,
  runWithoutRoom,
} from '../rules/storage-trouble.ts';

const LOOK_EVERY_MS = 30_000;
/** While nothing is started, somebody waits for it. */
const FULL_LOOK_EVERY_MS = 2_000;

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

  const look = (): void => {
    const room = disk.room(folder);
    if (room !== undefined) judge(room);
    cancel?.();
    cancel = clock.setTimer(verdict === 'full' ? FULL_LOOK_EVERY_MS : LOOK_EVERY_MS, look);
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
      look();
      off = core.on((event) => {
        // A full disk has room for a small write now and then: whether anything may start is not for those to say.
        if (event.kind === 'engine-error') return look();
        if (event.kind !== 'run-ended') return;
        const alert = runWithoutRoom(event.run);
        if (alert === undefined) return;
        core.write(() => store.alerts.raise(alert, clock.now()));
        look();
      });
    },
    stop(): void {
      cancel?.();
      off?.();
      cancel = undefined;
    },
  };
}
