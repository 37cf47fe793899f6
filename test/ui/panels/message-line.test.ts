import { expect, test } from 'vitest';
import { plainOf } from '../../../src/ui/layout/line.ts';
import { messageLine } from '../../../src/ui/panels/message-line.ts';
import type { Message } from '../../../src/ui/state/view.ts';
import { NOW } from '../scenes/builders.ts';
import { aScene, aView, DATA } from '../scenes.ts';

const told = (message: Partial<Message>, width: number): string => {
  const whole: Message = { at: NOW, mark: '◇', tone: 'news', text: '', count: 1, ...message };
  return plainOf(messageLine(aScene({ ...aView(width, 16, 'runs'), message: whole }, DATA), width)).trimEnd();
};
const lapse = 'wipe-staging asks for approval; without an answer it is APPROVED';

test('where it is narrow the message still says that no answer is an approval', () => {
  expect(told({ text: lapse }, 60)).toMatch(/◇ wipe-staging asks for approval; .*… APPROVED$/);
  expect(told({ text: lapse, more: ' at 15:31:33' }, 80)).toBe(` 14:32:07  ◇ ${lapse}`);
  expect(told({ text: lapse, more: ' at 15:31:33' }, 120)).toBe(` 14:32:07  ◇ ${lapse} at 15:31:33`);
});

test('how many there were is not cut', () => {
  const text = 'run 8811 publish-release-candidate-notes failed after 3s: exit 127';
  expect(told({ text, count: 40 }, 60)).toMatch(/… ×40$/);
  expect(told({ text: lapse, count: 3 }, 60)).toMatch(/… APPROVED ×3$/);
});
