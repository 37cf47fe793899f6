import type { Action } from './action.ts';
import { openSheet } from './open-sheet.ts';

export const ENGINE_ACTIONS: readonly Action[] = [
  {
    id: 'take-over',
    keys: [],
    title: 'take over the engine',
    command: 'openclaw-tui --take-over',
    opens: 'sheet',
    group: 'act',
    offBecause: (_view, _data, { engineHere, engineStaysOut }) =>
      engineHere
        ? 'the engine runs here already'
        : engineStaysOut === true
          ? 'with --attach no engine runs in this console'
          : undefined,
    run: (view, _pressed, { engineOwner: owner }) =>
      openSheet(view, { kind: 'take-over', key: 'take-over', ...(owner === undefined ? {} : { owner }) }),
  },
  {
    id: 'service',
    keys: [],
    title: 'the engine as a service',
    opens: 'sheet',
    group: 'look',
    run: (view) => openSheet(view, { kind: 'service', key: 'service' }),
  },
];
