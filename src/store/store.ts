import { alertStore } from './alerts.ts';
import { aliasStore } from './aliases.ts';
import { approvalStore } from './approvals.ts';
import { auditStore } from './audit.ts';
import { calendarStore } from './calendars.ts';
import { counterStore } from './counters.ts';
import { type Db, openDatabase, type Role } from './database.ts';
import { decisionStore } from './decisions.ts';
import { dispatchStore } from './dispatches.ts';
import { jobStore } from './jobs.ts';
import { leaseStore } from './lease.ts';
import { ledgerStore } from './ledger.ts';
import type { Upgrade } from './migrate.ts';
import { outboxStore } from './outbox.ts';
import { pauseStore } from './pauses.ts';
import { poolStore } from './pools.ts';
import { runStore } from './runs.ts';
import { rememberFile } from './same-file.ts';
import { slotStore } from './slots.ts';
import { isBusy } from './store-error.ts';
import { lazyUpkeep } from './upkeep.ts';
import { zonePlanStore } from './zone-plans.ts';

export type Store = ReturnType<typeof openStore>;

/** Every statement stands here once and is compiled when it is first used; throws StoreError when the database cannot be used. */
export function openStore(options: { path: string; role: Role; upgrade?: Upgrade }) {
  const db = openDatabase(options.path, options.role, options.upgrade);
  return {
    db,
    path: options.path,
    jobs: jobStore(db),
    dispatches: dispatchStore(db),
    slots: slotStore(db),
    runs: runStore(db),
    approvals: approvalStore(db),
    ledger: ledgerStore(db),
    decisions: decisionStore(db),
    outbox: outboxStore(db),
    alerts: alertStore(db),
    aliases: aliasStore(db),
    audit: auditStore(db),
    counters: counterStore(db),
    pools: poolStore(db),
    pauses: pauseStore(db),
    lease: leaseStore(db),
    calendars: calendarStore(db),
    zonePlans: zonePlanStore(db),
    upkeep: lazyUpkeep(db),
    ...transactions(db),
    ...rememberFile(db, options.path),
    checkpoint: () => db.pragma('wal_checkpoint(PASSIVE)'),
    close: () => db.close(),
  };
}

function transactions(db: Db) {
  const bump = db.prepare(`UPDATE meta SET value = value + 1 WHERE key = 'change_seq'`);
  const run = db.transaction((work: () => unknown) => work());
  return {
    /** One transaction that tells every screen; inside another one it is a savepoint. Throws SQLITE_BUSY when locked. */
    write<T>(work: () => T): T {
      return run.immediate(() => {
        const result = work();
        bump.run();
        return result;
      }) as T;
    },
    /** The same, but nothing at once where another process is writing; what nobody waits for. */
    writeUnlessBusy(work: () => void): void {
      try {
        waitingFor(db, 0, () =>
          run.immediate(() => {
            work();
            bump.run();
          }),
        );
      } catch (error) {
        if (!isBusy(error)) throw error;
      }
    },
    /** For what must not stop half-way: each write in it waits for so long where another process is writing, and everything else here with it. */
    patiently: (maxMs: number, work: () => void): void => waitingFor(db, maxMs, work),
    /** A transaction that changes nothing a person can see. */
    writeQuietly<T>(work: () => T): T {
      return run.immediate(work) as T;
    },
    /** Inside a quiet transaction that turned out to change something. */
    markChanged: (): void => void bump.run(),
    /** A part of a batch that can fail alone. */
    savepoint<T>(work: () => T): T {
      return run(work) as T;
    },
  };
}

function waitingFor(db: Db, busyMs: number, work: () => void): void {
  const usualMs = db.pragma('busy_timeout', { simple: true });
  db.pragma(`busy_timeout = ${busyMs}`);
  try {
    work();
  } finally {
    db.pragma(`busy_timeout = ${usualMs}`);
  }
}
