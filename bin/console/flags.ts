import type { EngineFlags } from '../compose.ts';

/** The flags of the program itself, as commander hands them over. */
export type ConsoleFlags = EngineFlags & {
  ui: boolean;
  once?: true;
  wait?: true;
  attach?: true;
  takeOver?: true;
  readOnly?: true;
  onHangup?: 'keep' | 'stop';
  plain?: true;
  ascii?: true;
  mouse?: true;
  theme?: string;
  screen?: string;
};
