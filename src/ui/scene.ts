import type { Actor } from '../store/nouns/actor.ts';
import type { ConsoleFacts, LiveFacts, MachineCheck } from './console-options.ts';
import type { ColumnsConfig } from './panels/columns.ts';
import type { Around } from './state/actions/action.ts';
import type { Keyboard } from './state/actions/keyboard.ts';
import type { ScreenData, View } from './state/view.ts';

/** All that a frame is drawn from. `now` is a whole second, so that all clocks step together. */
export type Scene = {
  now: number;
  view: View;
  data: ScreenData;
  facts: ConsoleFacts;
  live: LiveFacts;
  actor: Actor;
  checks: readonly MachineCheck[];
  readOnly: boolean;
  canDemo: boolean;
  /** By panel: the columns that the configuration wants. */
  columns?: ColumnsConfig;
  /** Absent: as it is shipped. */
  keyboard?: Keyboard;
};

export const aroundOf = ({ readOnly, live: { engine } }: Scene): Around => ({
  readOnly,
  engineHere: engine.kind === 'here',
  engineStaysOut: engine.kind !== 'here' && engine.staysOut === true,
});
