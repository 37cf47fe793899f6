import { describe, expect, test } from 'vitest';
import { DELIVERY_DEFAULTS } from '../../src/engine/rules/delivery.ts';
import { createWorld, type World } from '../support/world.ts';
import { finishAll, SCENARIOS, type Scenario } from './scenarios.ts';
import { sqliteError, tapStatements } from './statement-tap.ts';

const delivery = { ...DELIVERY_DEFAULTS, webhooks: { pager: { url: 'https://pager.example/hook' } } };
const TAKES_BACK = /^(ROLLBACK|RELEASE)/;
/** In the short form not every statement is tried with every error, but each is tried with one. */
const CODES = ['SQLITE_BUSY', 'SQLITE_FULL', 'SQLITE_IOERR_WRITE'] as const;
const STATEMENTS_MAX = 20_000;

/** How many places of a scenario are tried; the whole of it where somebody asks for that. */
const CASES = Number(process.env.FAULT_CASES ?? 3);
/** Each of them plays its scenario anew, on a machine that may have other work. */
const TIME_MAX_MS = 30_000 + Math.min(CASES, STATEMENTS_MAX) * 1_000;

/** Plays a scenario; `strike` is asked before each of the engine's statements from where it begins to happen. */
const play = async (
  scenario: Scenario,
  strike: (sql: string, statement: number) => void,
  afterwards: (world: World) => Promise<unknown> = async () => {},
) => {
  const world = createWorld({ delivery });
  world.addJob({ name: 'first' });
  await scenario.prepare(world);
  scenario.happens(world);
  let statement = 0;
  const heal = tapStatements(world.store.db, (sql) => {
    statement += 1;
    strike(sql, statement);
  });
  await world.advance(scenario.lastsMs ?? 2_000);
  const statements = statement;
  heal();
  await afterwards(world);
  // What waits for the disk to be well looks again within seconds.
  await world.advance(scenario.lastsMs ?? 5_000);
  await finishAll(world);
  const end = scenario.end(world);
  world.close();
  return { end, statements };
};

describe.each(SCENARIOS)('$name', { timeout: TIME_MAX_MS }, (scenario) => {
  test('R-8 D-96 comes to the same end, whichever of its statements fails', async () => {
    const { end, statements } = await play(scenario, () => {});
    expect(statements).toBeGreaterThan(10);
    expect(statements).toBeLessThan(STATEMENTS_MAX);
    const step = Math.max(1, Math.ceil(statements / CASES));
    for (let failing = 1; failing <= statements; failing += step) {
      const code = CODES[failing % CODES.length] ?? 'SQLITE_BUSY';
      const { end: withFault } = await play(scenario, (sql, statement) => {
        if (statement === failing && !TAKES_BACK.test(sql)) throw sqliteError(code);
      });
      expect(withFault, `${code} at statement ${failing} of ${statements}`).toEqual(end);
    }
  });

  test('R-1 R-2 D-96 comes to the same end, before whichever of its statements the engine is killed', async () => {
    const { end, statements } = await play(scenario, () => {});
    const step = Math.max(1, Math.ceil(statements / CASES));
    for (let last = 1; last <= statements; last += step) {
      // From there on nothing reaches the file, and so no process and no signal either: as good as dead.
      const dead = (sql: string, statement: number): void => {
        if (statement >= last && !TAKES_BACK.test(sql)) throw sqliteError('SQLITE_IOERR_WRITE');
      };
      const { end: afterKill } = await play(scenario, dead, (world) => world.restart());
      expect(afterKill, `killed before statement ${last} of ${statements}`).toEqual(end);
    }
  });

  test('R-8 comes to the same end when a whole stretch of statements fails', async () => {
    const { end } = await play(scenario, () => {});
    for (const from of [1, 20]) {
      const { end: withFault } = await play(scenario, (sql, statement) => {
        if (statement >= from && statement < from + 60 && !TAKES_BACK.test(sql))
          throw sqliteError('SQLITE_IOERR_WRITE');
      });
      expect(withFault, `from statement ${from}`).toEqual(end);
    }
  });
});
