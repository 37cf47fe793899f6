import { ringSequence } from '../terminal/osc.ts';
import type { Ring, RingWay } from './ring-rule.ts';

/** What the environment says about the terminal, as its variables are. */
export type TerminalNames = {
  term?: string | undefined;
  termProgram?: string | undefined;
  tmux?: string | undefined;
  screen?: string | undefined;
};

/** What makes a terminal ring; behind tmux and screen a notice is wrapped, as they keep what they do not know. */
export const ringBytes = (ring: Ring, host: string, names: TerminalNames): string =>
  ring.ways.map((way) => bytesOf(way, `${host}: ${ring.text}`, names)).join('');

function bytesOf(way: RingWay, text: string, names: TerminalNames): string {
  if (way === 'bell') return ringSequence('bell', text);
  if (!hasSequences(names)) return '';
  const sequence = ringSequence(way === 'on' ? noticeFor(names) : way, text);
  return passed(sequence, names);
}

/** One of the two, as some terminals know both and would show it twice. */
const noticeFor = ({ term = '', termProgram = '' }: TerminalNames): 'osc9' | 'osc777' =>
  /^(rxvt|foot|contour)/.test(term) || /^(ghostty|foot|contour)$/i.test(termProgram) ? 'osc777' : 'osc9';

/** Consoles without a window print what they do not know. */
export const hasSequences = ({ term = '' }: TerminalNames): boolean =>
  !/^(|dumb|linux|cons\d+.*|vt\d+.*|ansi.*|sun.*|wsvt.*|pcvt.*)$/.test(term);

const passed = (sequence: string, { tmux, screen }: TerminalNames): string => {
  if (tmux !== undefined && tmux !== '') return `\x1bPtmux;${sequence.replaceAll('\x1b', '\x1b\x1b')}\x1b\\`;
  // The string end of the notice would end screen's own string: the bell ends it as well.
  if (screen !== undefined && screen !== '') return `\x1bP${sequence.replace(/\x1b\\$/, '\x07')}\x1b\\`;
  return sequence;
};
