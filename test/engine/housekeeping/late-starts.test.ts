import { expect, test } from 'vitest';
import type { Core } from '../../../src/engine/core.ts';
import { createLateStarts } from '../../../src/engine/housekeeping/late-starts.ts';
import { createVirtualClock } from '../../support/virtual-clock.ts';

test('what could not be read at the start is read again, but not once the engine has stopped: its database is closed then', async () => {
  const clock = createVirtualClock();
  let reads = 0;
  const store = {
    upkeep: () => {
      reads += 1;
      throw Object.assign(new Error('disk I/O error'), { code: 'SQLITE_IOERR' });
    },
  };
  const lateStarts = createLateStarts({ options: { store, clock }, on: () => () => {} } as unknown as Core);
  lateStarts.start();
  await clock.advance(1_000);
  expect(reads).toBe(2);
  lateStarts.stop();
  await clock.advance(10_000);
  expect(reads).toBe(2);
});
