import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createPlace, type Place, SIZES } from '../support/e2e.ts';
import { CRONTAB, fakeCrontab } from './nights/fake-crontab.ts';

let place: Place;
beforeEach(() => {
  place = createPlace();
});
afterEach(() => place.remove());

describe.each(SIZES)('at %s', (_name, size) => {
  test('an empty home offers the crontab with its count, the first job and the demo, and has done nothing', async () => {
    const terminal = place.open(size, { env: fakeCrontab(place, CRONTAB).env });
    await terminal.waitFor('There are no jobs here yet. Nothing runs and nothing is changed until you');
    await terminal.waitFor(/▸ Import your crontab +3 lines of \S+: 2 fit, 1 does not/);
    await terminal.waitFor(/ Write the first job /);
    await terminal.waitFor(/ Try the demo /);
    await terminal.waitFor(/✓ database .*new, readable by \S+ only/);
    expect(await place.json<object[]>('jobs', 'list')).toMatchObject({ data: [] });
  });
});
