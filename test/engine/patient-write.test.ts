import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createPatientWrite } from '../../src/engine/patient-write.ts';
import { openStore } from '../../src/store/store.ts';
import { freshFolder } from '../store/fresh-store.ts';
import { createVirtualClock } from '../support/virtual-clock.ts';

function aWriter() {
  const path = join(freshFolder(), 'test.db');
  const store = openStore({ path, role: 'engine' });
  const other = openStore({ path, role: 'command' });
  const clock = createVirtualClock();
  const failures: unknown[] = [];
  const write = createPatientWrite(
    store,
    clock,
    () => true,
    (error) => failures.push(error),
  );
  return { store, other, clock, failures, write };
}

test('a write waits for as long as the database is busy', async () => {
  const { other, clock, failures, write } = aWriter();
  other.db.exec('BEGIN IMMEDIATE');
  let written = 0;
  write(
    () => {},
    () => {
      written += 1;
    },
  );
  await clock.advance(5_000);
  expect(written).toBe(0);
  other.db.exec('ROLLBACK');
  await clock.advance(1_000);
  expect({ written, failures }).toEqual({ written: 1, failures: [] });
});

test('what still waits when the database is closed is given up without a word', async () => {
  const { store, other, clock, failures, write } = aWriter();
  other.db.exec('BEGIN IMMEDIATE');
  write(() => {});
  store.close();
  other.db.exec('ROLLBACK');
  await clock.advance(5_000);
  expect(failures).toEqual([]);
});
