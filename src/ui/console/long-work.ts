// What goes through much output: it says how far it has come, and a key ends it.
import type { ConsoleInput } from '../console-options.ts';
import { formatBytes } from '../format/index.ts';
import type { LongWork } from '../output/output-port.ts';
import type { Core, LongWorkUnderWay } from './core.ts';
import { show } from './show.ts';

export const SAY_EVERY_MS = 1_000;

export type Progress = { tookMs: number; far: string };

/** Another one ends the one before it. `end` tells whether it was still wanted. */
export function beginLongWork(core: Core, kind: LongWorkUnderWay['kind'], words: (progress: Progress) => string) {
  const { options, timers } = core;
  core.longWork?.stop.abort();
  const mine: LongWorkUnderWay = { kind, stop: new AbortController() };
  core.longWork = mine;
  const since = options.clock.monotonic();
  let far = '';
  const say = (): void => {
    sayProgress(core, words({ tookMs: options.clock.monotonic() - since, far }));
    timers.after(SAYING, SAY_EVERY_MS, say);
  };
  timers.after(SAYING, SAY_AFTER_MS, say);
  const work: LongWork = {
    signal: mine.stop.signal,
    passed(doneBytes, totalBytes) {
      const share = Math.floor((100 * doneBytes) / Math.max(1, totalBytes));
      far = `${share} % of ${formatBytes(totalBytes)}`;
    },
  };
  const end = (): boolean => {
    if (core.longWork !== mine) return false;
    core.longWork = undefined;
    timers.cancel(SAYING);
    return !core.stopped;
  };
  return { work, end };
}

/** Esc ends what takes too long, and nothing else then; leaving ends it on its way. */
export function stopsLongWork(core: Core, input: ConsoleInput): boolean {
  const { longWork, model, timers } = core;
  if (longWork === undefined || input.kind !== 'key' || !STOPPING.has(input.name)) return false;
  if (longWork.kind === 'search' && !isOutputOnTop(core)) return false;
  longWork.stop.abort();
  timers.cancel(SAYING);
  if (longWork.kind === 'search') core.longWork = undefined;
  if (input.name !== 'Escape') return false;
  model.tell('good', '', longWork.kind === 'search' ? 'the search was stopped' : 'stopping…');
  show(core);
  return true;
}

/** Whether a key is for the output, and not for what is open over it or written. */
function isOutputOnTop({ model }: Core): boolean {
  const view = model.view();
  return (
    view.focus === 'detail' &&
    model.outputAsked() !== undefined &&
    view.looking.entry === undefined &&
    COVERS.every((name) => view[name] === undefined)
  );
}

const COVERS = ['sheet', 'page', 'palette', 'help', 'going', 'copying', 'undoing', 'choosing'] as const;
const STOPPING: ReadonlySet<string> = new Set(['Escape', 'Ctrl-C']);
const SAYING = 'long-work';
const SAY_AFTER_MS = 300;

/** What went wrong meanwhile stands in the line until a key. */
function sayProgress(core: Core, text: string): void {
  const { model } = core;
  if (model.view().message?.tone === 'bad') return;
  model.tell('good', '', text);
  show(core);
}
