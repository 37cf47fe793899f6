import { formatDuration } from '../format/index.ts';
import type { OutputPage } from '../output/output-port.ts';
import { isCursorRead, lookingOf, outputShown, wantedFor } from '../output/page-of.ts';
import type { Effect } from '../state/events.ts';
import type { Core } from './core.ts';
import { beginLongWork, SAY_EVERY_MS } from './long-work.ts';
import { outputRows, type ScreenState, sceneOf } from './screen-state.ts';
import { show } from './show.ts';

/** What is to be read for the output that is looked at; what is known of it is there at once. */
export function refreshOutput(state: ScreenState): void {
  const { detail } = state.data;
  const { outputs } = state.options;
  const runId = outputShown(state.view, detail);
  if (outputs === undefined || detail === undefined || runId === undefined) return;
  const { page: shown, ...rest } = detail;
  const known = state.outputRun === runId ? shown : undefined;
  const wanted = wantedFor(lookingOf(state.view, detail), known, state.outputAt);
  const page = outputs.page(runId, wanted) ?? known ?? NOT_READ;
  state.outputRun = runId;
  state.outputAt = wanted.at;
  if (page !== shown) state.data = { ...state.data, detail: { ...rest, page } };
}

const NOT_READ: OutputPage = {
  lines: [],
  isAtStart: false,
  isAtEnd: false,
  from: 'files',
  sizes: { out: 0, err: 0 },
  totalBytes: 0,
  isLate: true,
};

/** The cursor stands on a line that is still being read: what was shown before stays a moment longer. */
export function awaitsOutput(state: ScreenState): boolean {
  const { detail } = state.data;
  if (detail?.page?.isLate !== true) return false;
  const read = outputRows(sceneOf(state));
  if (detail.page === NOT_READ) return true;
  return read !== undefined && !isCursorRead(lookingOf(state.view, detail), read);
}

/** Looks for the next match; the answer comes as an event. */
export function findOutput(core: Core, { from, by }: Extract<Effect, { kind: 'find-output' }>): void {
  const { options, model } = core;
  const asked = model.outputAsked();
  if (options.outputs === undefined || asked === undefined) return;
  const begun = beginLongWork(core, 'search', ({ tookMs, far }) =>
    tookMs < SAY_EVERY_MS
      ? 'searching…'
      : `searching for ${formatDuration(tookMs)}${far === '' ? '' : `, at ${far}`}; Esc stops`,
  );
  const found = options.outputs.find(asked.runId, { wanted: asked.wanted, from, by }, begun.work);
  void found
    .catch(() => undefined)
    .then((answer) => {
      if (!begun.end() || answer === 'given-up') return;
      core.dispatch({ type: 'output-found', line: answer, by, at: options.clock.now() });
    });
}

/** The output that is looked at, in the pager. */
export function openPager(core: Core): void {
  const { options, model } = core;
  const asked = model.outputAsked();
  if (asked === undefined) return;
  if (options.page === undefined) {
    model.tell('bad', '', 'there is no pager here');
    return;
  }
  if (core.longWork?.kind === 'pager') return;
  model.tell('good', '', 'opening the pager…');
  const begun = beginLongWork(
    core,
    'pager',
    ({ far }) => `opening the pager${far === '' ? '…' : `: ${far}`}; Esc stops`,
  );
  const closed = options
    .page(asked.runId, asked.wanted.sight, begun.work)
    .finally(() => options.terminal.dropPending());
  void closed.then((end) => {
    if (!begun.end()) return;
    if (end.kind === 'failed') model.tell('bad', '', end.because);
    else model.tell('good', '', end.kind === 'stopped' ? 'no pager was opened' : 'the pager was closed');
    show(core);
  });
}

/** Which run and which of its lines a search or a pager is for. */
export function outputAsked(state: ScreenState) {
  const { detail } = state.data;
  const runId = outputShown(state.view, detail);
  if (detail === undefined || runId === undefined) return undefined;
  return { runId, wanted: wantedFor(lookingOf(state.view, detail), detail.page, state.outputAt) };
}
