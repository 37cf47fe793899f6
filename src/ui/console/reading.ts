import type { Core } from './core.ts';
import { AGAIN_AFTER_MS } from './look-further.ts';
import { searchForPalette } from './palette-search.ts';
import { passTime, show } from './show.ts';

const SNAPSHOT_MS = 250;
const DETAIL_AFTER_MS = 80;
const SECOND_MS = 1_000;
/** Counts that follow the clock (due, queued) are read again this often although nothing was written. */
const COUNT_TICKS = 5;

export function readAll(core: Core): void {
  core.snapshotAt = core.options.clock.monotonic();
  core.perform(core.model.refresh());
}

/** At most four times a second, and at once when the last time is long ago. */
export function databaseChanged(core: Core): void {
  const { timers, options } = core;
  if (core.stopped || timers.has('snapshot')) return;
  timers.after('snapshot', core.snapshotAt + SNAPSHOT_MS - options.clock.monotonic(), () => {
    readAll(core);
    passTimeSoon(core);
  });
}

/** What a changed view shows and nobody has read yet. */
export function readWhatIsMissing(core: Core): void {
  const { model, timers } = core;
  searchForPalette(core);
  lookFurther(core);
  if (model.needsLists()) readAll(core);
  if (model.isSheetStale()) core.perform(model.refreshSheet());
  model.refreshOutput();
  const detail = model.detailState();
  if (detail === 'shown') timers.cancel('detail');
  // The first detail comes with its list; later ones when no key came for a moment, so that holding j reads nothing.
  else if (detail === 'none') {
    model.loadDetail();
    model.refreshOutput();
  } else if (!timers.has('detail')) planDetail(core);
}

const NEXT_SLICE_MS = 2;

/** A filter that has not seen all of its list goes on between the keys, slice by slice. */
function lookFurther(core: Core): void {
  const { model, timers, options } = core;
  const ids = model.unfinishedFilters(options.clock.monotonic() - AGAIN_AFTER_MS);
  if (ids.length === 0) {
    timers.cancel('filter');
    return;
  }
  if (timers.has('filter')) return;
  timers.after('filter', NEXT_SLICE_MS, () => {
    for (const id of ids) model.lookAtSlice(id, options.clock.monotonic());
    // Drawn at most four times a second, however many slices there were.
    databaseChanged(core);
    lookFurther(core);
  });
}

/** Another key: the detail waits again. */
export function putOffDetail(core: Core): void {
  if (core.timers.has('detail')) planDetail(core);
}

function planDetail(core: Core): void {
  core.timers.after('detail', DETAIL_AFTER_MS, () => {
    core.model.loadDetail();
    core.model.refreshOutput();
    show(core);
  });
}

/** At the next whole second, and at every one after it. */
export function planSecond(core: Core): void {
  const { clock } = core.options;
  core.timers.after('second', SECOND_MS - (clock.now() % SECOND_MS), () => everySecond(core));
}

function everySecond(core: Core): void {
  core.ticks += 1;
  if (core.ticks % COUNT_TICKS === 0) {
    readAll(core);
    passTimeSoon(core);
  } else {
    core.model.refreshLive();
    passTime(core);
  }
  planSecond(core);
}

/** Reading everything is a turn of the event loop, and drawing it another one: keys, and what runs, come in between. */
function passTimeSoon(core: Core): void {
  core.timers.after('read', 0, () => passTime(core));
}
