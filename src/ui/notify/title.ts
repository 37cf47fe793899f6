import { RESTORE_TITLE, SAVE_TITLE, titleSequence } from '../terminal/osc.ts';
import { hasSequences, type TerminalNames } from './ring-bytes.ts';

/** `openclaw-tui db1: APPROVE 4, ALERT 1`: what waits is seen in a list of windows as well. */
export function titleText(host: string, counts: { pendingApprovals: number; openAlerts: number }): string {
  const { pendingApprovals, openAlerts } = counts;
  const waiting = [
    ...(pendingApprovals === 0 ? [] : [`APPROVE ${pendingApprovals}`]),
    ...(openAlerts === 0 ? [] : [`ALERT ${openAlerts}`]),
  ];
  return waiting.length === 0 ? `openclaw-tui ${host}` : `openclaw-tui ${host}: ${waiting.join(', ')}`;
}

export type WindowTitle = {
  /** What has to be written for this to be the title; empty where it is already, or the terminal is somebody else's. */
  set(text: string): string;
  /** What gives the terminal its own title back; from then on nothing is set until `takeAgain`. */
  giveBack(): string;
  takeAgain(): string;
};

/** The title of the terminal's window. The terminal keeps the old one, which is saved before the first of ours. */
export function createWindowTitle(names: TerminalNames): WindowTitle {
  let wanted = '';
  let state: 'untouched' | 'ours' | 'given-back' = 'untouched';
  const show = (): string => {
    const begin = state === 'ours' ? '' : SAVE_TITLE;
    state = 'ours';
    return begin + titleSequence(wanted);
  };
  return {
    set(text) {
      if (text === wanted || !hasSequences(names)) return '';
      wanted = text;
      return state === 'given-back' ? '' : show();
    },
    giveBack() {
      const before = state;
      state = 'given-back';
      // A terminal that keeps no titles is left with none, rather than with one that is no longer true.
      return before === 'ours' ? titleSequence('') + RESTORE_TITLE : '';
    },
    takeAgain: () => (state === 'given-back' && wanted !== '' ? show() : ''),
  };
}
