import { expect, test } from 'vitest';
import { remedyInKeys } from '../../../src/ui/detail/remedy-keys.ts';
import { KEYBOARD } from '../../../src/ui/state/actions/table.ts';

test.each([
  ['jobs enable etl turns it on, jobs run etl runs it once', 'etl', 'E turns it on, r runs it once'],
  ['resume etl ends the pause', 'etl', 'P ends the pause'],
  ['jobs run etl, an edit or a success ends the back-off', 'etl', 'r, an edit or a success ends the back-off'],
  ["jobs enable 'a $& b' turns it on", 'a $& b', 'E turns it on'],
  ['jobs run build-web starts its parent now', 'build', '. leads to its parent, and r there starts it'],
  ["jobs run 'build all' starts its parent now", 'deploy', '. leads to its parent, and r there starts it'],
  [
    'runs follow 5 shows what it prints, runs cancel 5 ends it',
    'etl',
    'the tab Output shows what it prints, c in 2 Runs ends it',
  ],
  ['runs output 23 shows what it printed', 'etl', 'the tab Output shows what it printed'],
  ['approvals approve 1 or approvals reject 1', 'etl', '. leads to it: a approves, x rejects'],
  [
    "approvals approve 12 --confirm 'it'\\''s mine' or approvals reject 12",
    "it's mine",
    '. leads to it: a approves, x rejects',
  ],
  ['resume ends the pause', 'etl', 'P ends the pause'],
  ["resume --tag 'my tag' ends the pause", 'etl', 'P ends the pause'],
  ['resume --pool io ends the pause', 'etl', 'P ends the pause'],
  ['alerts list shows the fault; it is tried three times', 'etl', '4 Alerts shows the fault; it is tried three times'],
  ['pools set io SLOTS gives it more slots', 'etl', 'pools set io SLOTS gives it more slots'],
])('%s: for %s it is %s', (remedy, name, shown) => {
  expect(remedyInKeys(remedy, name, {})).toBe(shown);
});

test('a key that was given to another action is not named', () => {
  const nameOf = (id: string): string => (id === 'enable' ? ': enable' : KEYBOARD.nameOf(id));
  expect(remedyInKeys('jobs enable etl turns it on', 'etl', { keyboard: { ...KEYBOARD, nameOf } })).toBe(
    ': enable turns it on',
  );
});
