import { expect, test } from 'vitest';
import { ANSWER_MS, askTerminal } from '../../../bin/console/ask-terminal.ts';
import type { Reply } from '../../../src/ui/terminal/input-events.ts';
import { virtualClock } from '../../ui/console/world.ts';

function asking(options: { glyphs?: 'unicode' | 'ascii'; multiplexer?: boolean; background?: 'dark' | 'light' } = {}) {
  const clock = virtualClock();
  const replies = new Set<(reply: Reply) => void>();
  const terminal = { written: '' };
  const sink = {
    write(text: string) {
      terminal.written += text;
      return true;
    },
  };
  let answered: unknown;
  const looks = { glyphs: 'unicode', multiplexer: false, ...options } as const;
  const asked = askTerminal(looks, { clock, replies, sink }).then((answers) => {
    answered = answers;
  });
  return {
    clock,
    terminal,
    asked,
    reply: (reply: Reply) => [...replies].forEach((listener) => void listener(reply)),
    isAnswered: async () => {
      await Promise.resolve();
      return answered !== undefined;
    },
    answer: async () => {
      await asked;
      return answered;
    },
  };
}

const white: Reply = { kind: 'colour', slot: 11, red: 250, green: 250, blue: 250 };
const cursorAt = (column: number): Reply => ({ kind: 'cursor', row: 1, column });

test('background and width are answered within a round trip', async () => {
  const { reply, answer } = asking();
  reply(white);
  reply(cursorAt(2));
  expect(await answer()).toEqual({ background: 'light', isWide: false });
});

test('a rule two columns wide is noticed, and a background nobody tells is dark', async () => {
  const { reply, answer } = asking();
  reply(cursorAt(3));
  expect(await answer()).toEqual({ background: 'dark', isWide: true });
});

test('a terminal that tells no background is believed to be as the environment says, another one is believed itself', async () => {
  const silent = asking({ background: 'light' });
  silent.reply(cursorAt(2));
  expect(await silent.answer()).toEqual({ background: 'light', isWide: false });
  const telling = asking({ background: 'dark' });
  telling.reply(white);
  telling.reply(cursorAt(2));
  expect(await telling.answer()).toEqual({ background: 'light', isWide: false });
});

test('a multiplexer may answer the second question before the first', async () => {
  const { reply, isAnswered, answer } = asking({ multiplexer: true });
  reply(cursorAt(2));
  expect(await isAnswered()).toBe(false);
  reply(white);
  expect(await answer()).toEqual({ background: 'light', isWide: false });
});

test('nobody waits longer than the limit for a terminal that answers nothing', async () => {
  const { clock, answer, isAnswered } = asking();
  clock.pass(ANSWER_MS - 1);
  expect(await isAnswered()).toBe(false);
  clock.pass(1);
  expect(await answer()).toEqual({ background: 'dark', isWide: false });
});

test('what was drawn to measure is wiped away; without Unicode nothing is drawn', () => {
  expect(asking().terminal.written).toMatch(/\x1b\[H─\x1b\[6n\x1b\[H\x1b\[2J$/);
  expect(asking({ glyphs: 'ascii' }).terminal.written).not.toContain('─');
});
