import { expect, test } from 'vitest';
import { keyLifeMs, occasionKey } from '../../../src/engine/rules/occasion.ts';

test('D-14 keys live seven days, or one for a job that goes after its run; each cause has its own', () => {
  expect([keyLifeMs(false), keyLifeMs(true)]).toEqual([604_800_000, 86_400_000]);
  const keys = [
    occasionKey.slot('j', 1),
    occasionKey.chain(1, 'j'),
    occasionKey.retry(1, 'j'),
    occasionKey.replay(1, 'j'),
    occasionKey.manual('j', '1'),
    occasionKey.boot('j', '1'),
  ];
  expect(new Set(keys).size).toBe(keys.length);
});
