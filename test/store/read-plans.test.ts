import { expect, onTestFinished, test } from 'vitest';
import type { Db } from '../../src/store/database.ts';
import { awayReads } from '../../src/store/lookups/away-reads.ts';
import { jobReads } from '../../src/store/lookups/job-reads.ts';
import { ledgerReads } from '../../src/store/lookups/ledger-reads.ts';
import { momentReads } from '../../src/store/lookups/moment-reads.ts';
import { outboxReads } from '../../src/store/lookups/outbox-reads.ts';
import { pauseReads } from '../../src/store/lookups/pause-reads.ts';
import { poolReads } from '../../src/store/lookups/pool-reads.ts';
import { questionReads } from '../../src/store/lookups/question-reads.ts';
import { queueReads } from '../../src/store/lookups/queue-reads.ts';
import { runReads } from '../../src/store/lookups/run-reads.ts';
import { statusReads } from '../../src/store/lookups/status-reads.ts';
import { treeReads } from '../../src/store/lookups/tree-reads.ts';
import { whyReads } from '../../src/store/lookups/why-reads.ts';
import { createSnapshots } from '../../src/store/snapshot.ts';
import { screenDatabase } from '../support/screen-data.ts';

const LOOKUPS: readonly ((db: Db) => unknown)[] = [
  awayReads,
  jobReads,
  ledgerReads,
  outboxReads,
  pauseReads,
  poolReads,
  questionReads,
  queueReads,
  runReads,
  statusReads,
  treeReads,
  whyReads,
  momentReads,
];

/** The text of every statement that somebody prepares. */
function preparedBy(prepare: (db: Db) => unknown): string[] {
  const world = screenDatabase();
  onTestFinished(world.remove);
  const asked: string[] = [];
  const spy = new Proxy(world.db, {
    get(target, name) {
      if (name !== 'prepare') return Reflect.get(target, name);
      return (sql: string) => {
        asked.push(sql);
        return target.prepare(sql);
      };
    },
  });
  prepare(spy);
  return asked;
}

// With STAT4 compiled in, the planner looks at bound values wherever it orders or cuts; the plus hides them.
const makesItsPlanAnew = (sql: string): boolean => /\b(ORDER BY|LIMIT)\b/.test(sql) && /(?<!\+)(\?|@\w+)/.test(sql);

test('a parameter of a screen’s query beside ORDER BY or LIMIT has a plus before it', () => {
  const asked = preparedBy(createSnapshots);
  expect(asked.length).toBeGreaterThan(40);
  expect(asked.filter(makesItsPlanAnew)).toEqual([]);
});

test.each(LOOKUPS.map((lookup) => [lookup.name, lookup] as const))(
  'a parameter of %s beside ORDER BY or LIMIT has a plus before it',
  (_name, lookup) => {
    const asked = preparedBy(lookup);
    expect(asked).not.toEqual([]);
    expect(asked.filter(makesItsPlanAnew)).toEqual([]);
  },
);
