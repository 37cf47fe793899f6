import { createHash } from 'node:crypto';
import { auditHash } from '../../src/store/audit.ts';
import { ACTIVE_RUNS_MAX } from './machine.ts';
import { RULES } from './rules.ts';
import type { World } from './world.ts';

/** What of the past is looked at after every move; now and then all of it is. */
const RECENT = 40;
const WHOLE_EVERY_MOVES = 25;

/** What must hold between two moves; `look` answers what does not. */
export const createInvariants = (world: World) => {
  const { db } = world.store;
  const rules = RULES.map(({ when, sql }) => ({
    when,
    question: db.prepare<{ now: number; since: number }, { violation: string }>(sql),
  }));
  const newest = db.prepare<[], { run: number }>('SELECT coalesce(max(id), 0) AS run FROM runs');
  const audit = createAuditCheck(world);
  const starts = createStartCheck(world);
  const places = createPlaceCheck(world);
  let moves = 0;

  return {
    look(depth: 'recent' | 'whole' = 'recent'): string[] {
      moves += 1;
      const found = world.watchers.found.splice(0);
      const last = newest.get()?.run ?? 0;
      const isWhole = depth === 'whole' || moves % WHOLE_EVERY_MOVES === 0;
      const facts = { now: world.now(), since: isWhole ? 0 : last - RECENT };
      for (const { when, question } of rules) {
        if (when === undefined || isWhole) found.push(...question.all(facts).map(({ violation }) => violation));
      }
      found.push(...audit(), ...starts(), ...places());
      return found;
    },
  };
};

/** Each entry holds the hash of the one before it. */
function createAuditCheck({ store: { db } }: World) {
  type Row = { id: number; previous_hash: string; hash: string } & Record<string, string | number>;
  const after = db.prepare<[number], Row>('SELECT * FROM audit WHERE id > ? ORDER BY id LIMIT 1000');
  let seen = { id: 0, hash: '' };
  return (): string[] =>
    after.all(seen.id).flatMap((row) => {
      const fields = [row.at, row.actor, row.action, row.subject_kind, row.subject_id, row.subject_name, row.detail];
      const sound = row.previous_hash === seen.hash && row.hash === auditHash(seen.hash, fields as string[]);
      seen = { id: row.id, hash: row.hash };
      return sound ? [] : [`entry ${row.id} of the audit does not follow from the one before`];
    });
}

/** a dispatch starts its process once at most; whatever goes on belongs to a run that is not over. */
function createStartCheck({ fake, gateway, store: { db } }: World) {
  const ofRun = db.prepare<
    [number],
    { dispatch_id: number; idempotency_key: string; replay_of: number | null; status: string }
  >('SELECT dispatch_id, idempotency_key, replay_of, status FROM runs WHERE id = ?');
  const starts = new Map<number, number>();
  const keys = new Map<string, number>();
  let seen = 0;
  let turns = 0;
  return (): string[] => {
    const found: string[] = [];
    for (const { runId } of fake.specs.slice(seen)) {
      const run = ofRun.get(runId);
      if (run === undefined) found.push(`run ${runId} was started and has no row`);
      else {
        const count = (starts.get(run.dispatch_id) ?? 0) + 1;
        starts.set(run.dispatch_id, count);
        if (count > 1) found.push(`dispatch ${run.dispatch_id} started ${count} processes`);
        const same = (keys.get(run.idempotency_key) ?? 0) + 1;
        keys.set(run.idempotency_key, same);
        if (same > 1 && (run.replay_of === null || same > 2))
          found.push(`${run.idempotency_key} was run ${same} times`);
      }
    }
    seen = fake.specs.length;
    for (const runId of fake.running()) {
      const status = ofRun.get(runId)?.status;
      if (status !== 'pending' && status !== 'running')
        found.push(`the process of run ${runId} lives, the run is ${status}`);
    }
    const sent = gateway.turns.slice(turns);
    turns = gateway.turns.length;
    for (const { idempotencyKey } of sent) {
      const same = (keys.get(`turn ${idempotencyKey}`) ?? 0) + 1;
      keys.set(`turn ${idempotencyKey}`, same);
      if (same > 2) found.push(`turn ${idempotencyKey} was begun ${same} times`);
    }
    return found;
  };
}

/** Fewer slots stop nothing that runs, and let nobody in. */
function createPlaceCheck({ store: { db } }: World) {
  type Row = { pool: string; used: number; slots: number };
  const used = db.prepare<[], Row>(`
    SELECT r.resource_pool AS pool, count(*) AS used, coalesce(p.slots, 1) AS slots
    FROM runs r LEFT JOIN pools p ON p.name = r.resource_pool
    WHERE r.status IN ('pending', 'running') AND r.resource_pool IS NOT NULL
    GROUP BY r.resource_pool`);
  const active = db.prepare<[], { n: number }>(`SELECT count(*) AS n FROM runs WHERE status IN ('pending', 'running')`);
  const allowed = new Map<string, number>();
  let before = new Map<string, number>();
  return (): string[] => {
    const now = new Map<string, number>();
    const found = used.all().flatMap(({ pool, used: count, slots }) => {
      now.set(pool, count);
      const most = Math.max(slots, before.get(pool) ?? 0, allowed.get(pool) ?? 0);
      allowed.set(pool, Math.max(slots, Math.min(most, count)));
      return count > most ? [`${count} runs hold pool ${pool} of ${slots}`] : [];
    });
    for (const [pool] of before) if (!now.has(pool)) allowed.delete(pool);
    before = now;
    const count = active.get()?.n ?? 0;
    return count > ACTIVE_RUNS_MAX ? [...found, `${count} runs are active of ${ACTIVE_RUNS_MAX}`] : found;
  };
}

/** What a seed came to, so that two runs of it can be compared. */
export const digestOf = ({ store: { db } }: World): string => {
  const hash = createHash('sha256');
  for (const table of ['runs', 'dispatches', 'slots', 'decisions', 'audit']) {
    hash.update(JSON.stringify(db.prepare(`SELECT * FROM ${table} ORDER BY 1, 2`).all()));
  }
  return hash.digest('hex').slice(0, 16);
};
