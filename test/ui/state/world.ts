import type { Detail } from '../../../src/store/snapshot/detail.ts';
import { KEYBOARD } from '../../../src/ui/state/actions/table.ts';
import type { Effect, ScreenContext, ScreenEvent } from '../../../src/ui/state/events.ts';
import { reduce } from '../../../src/ui/state/reduce.ts';
import type { Sheet, SheetContent, SheetItem } from '../../../src/ui/state/sheet.ts';
import type { ScreenData, View } from '../../../src/ui/state/view.ts';
import { deployDetail, pruneDetail } from '../scenes/approvals.ts';
import { NOW } from '../scenes/builders.ts';
import { aView, DATA } from '../scenes.ts';

/** A screen without a terminal: events go in, effects are collected, time is told. */
export function aScreen(start: { view?: View; data?: ScreenData; context?: Partial<ScreenContext> } = {}) {
  let view = start.view ?? aView(80, 24, 'approvals');
  let data = start.data ?? DATA;
  let now = 1_000;
  let questions = 0;
  const effects: Effect[] = [];
  const context = (): ScreenContext => ({
    data,
    settleMs: 300,
    readOnly: false,
    engineHere: true,
    canDetach: false,
    homeLabel: '~/.openclaw/tui',
    detailSize: () => ({ count: 0, room: 10 }),
    outputRows: () => undefined,
    showsLast: () => true,
    shownText: (sheet) => `shown: ${sheet.item.key}`,
    sheetRoom: () => 14,
    startChoices: () => ['first-job'],
    clock: () => '15:31:33',
    keyboard: KEYBOARD,
    ...start.context,
  });
  const send = (event: ScreenEvent): void => {
    const step = reduce(view, event, context());
    view = step.view;
    effects.push(...step.effects);
  };
  const screen = {
    view: () => view,
    sheet: (): Sheet => {
      if (view.sheet === undefined) throw new Error('no sheet is open');
      return view.sheet;
    },
    effects,
    decisions: () => effects.filter((effect) => effect.kind === 'command'),
    send,
    later: (ms: number) => {
      now += ms;
      send({ type: 'tick', now, at: NOW + now });
    },
    key: (name: string, together = false) => send({ type: 'key', name, sequence: name, together, now, at: NOW + now }),
    keys: (...names: string[]) => {
      for (const name of names) screen.key(name);
    },
    /** As a person types: a key, and a moment until the next. */
    type: (...names: string[]) => {
      for (const name of names) {
        now += 200;
        screen.key(name);
      }
    },
    paste: (text: string) => send({ type: 'paste', text, now, at: NOW + now }),
    /** What the console does with an `open-sheet`: it reads the content and tells the reducer. */
    open: (content?: SheetContent) => {
      const wanted = effects.findLast((effect) => effect.kind === 'open-sheet');
      if (wanted?.kind !== 'open-sheet') throw new Error('nothing asked for a sheet');
      send({ type: 'sheet', item: wanted.item, content: content ?? contentOf(wanted.item), now });
    },
    /** A question was written behind the sheet, and has left; the answer is to the newest one unless another is named. */
    sent: () => {
      questions += 1;
      send({ type: 'status-asked', serial: view.sheetCount, question: questions });
      send({ type: 'status-sent', question: questions, now });
    },
    answer: (question = questions) => send({ type: 'status-answered', question, now }),
    arm: () => {
      screen.sent();
      screen.answer();
      screen.later(300);
    },
    read: (fresh: ScreenData, fates: Extract<ScreenEvent, { type: 'data' }>['fates'] = {}) => {
      const old = data;
      data = fresh;
      send({ type: 'data', old, fates, at: NOW + now });
    },
  };
  return screen;
}

function contentOf(item: SheetItem): SheetContent {
  const detail: Detail | undefined =
    item.kind === 'approve' || item.kind === 'reject' ? (item.risk === 'high' ? pruneDetail : deployDetail) : undefined;
  return detail === undefined ? {} : { detail };
}
