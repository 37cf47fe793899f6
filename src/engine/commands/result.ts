import { JobUnreadable } from '../../store/job-unreadable.ts';
import type { Store } from '../../store/store.ts';
import { codeOf, isBusy } from '../../store/store-error.ts';
import type { CommandPorts } from '../commands.ts';
import { troubleOf } from '../rules/storage-trouble.ts';

/** `message` says what did not happen and why, `hint` what to do, one line each. */
export type Refusal = {
  kind: 'refused' | 'not-found' | 'conflict';
  code: string;
  message: string;
  hint?: string;
  field?: string;
};
export type Done<T> = { kind: 'done'; value: T };
export type Result<T> = Done<T> | Refusal;

export const done = <T>(value: T): Done<T> => ({ kind: 'done', value });
export const refused = (code: string, message: string, hint?: string): Refusal => ({
  kind: 'refused',
  code,
  message,
  ...(hint === undefined ? {} : { hint }),
});
export const conflict = (code: string, message: string): Refusal => ({ kind: 'conflict', code, message });
export const notFound = (what: string, id: string | number): Refusal => ({
  kind: 'not-found',
  code: `${what}-not-found`,
  message: `no ${what} ${id}`,
});

/** Carries a refusal out of a transaction, so that nothing of it is written. */
class Refused extends Error {
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super(refusal.message);
    this.refusal = refusal;
  }
}

/** One transaction; a refusal rolls it back. A database that is busy for too long is a refusal as well. */
export function transact<T>(store: Store, ports: CommandPorts, work: () => Result<T>): Result<T> {
  try {
    const result = store.write(() => {
      const answer = work();
      if (answer.kind !== 'done') throw new Refused(answer);
      return answer;
    });
    ports.changed?.();
    return result;
  } catch (error) {
    if (error instanceof Refused) return error.refusal;
    if (error instanceof JobUnreadable) return refused('job-unreadable', error.message, unreadableHint(error));
    if (isBusy(error)) {
      return refused(
        'database-busy',
        'nothing was done: another process is writing to the database',
        whatToDo(store, ports.clock.now()),
      );
    }
    const trouble = storageRefusal(error);
    if (trouble !== undefined) return trouble;
    throw error;
  }
}

/** What helps where a definition cannot be read. */
export const unreadableHint = ({ jobId }: JobUnreadable): string =>
  `jobs update ${jobId} with a whole definition puts it right, jobs delete ${jobId} takes it away`;

const BEHIND = 'nothing new starts, what runs goes on';

/** The disk or the database as a whole is in trouble: nothing of the command was written. */
function storageRefusal(error: unknown): Refusal | undefined {
  const code = codeOf(error);
  if (/^SQLITE_(CORRUPT|NOTADB)/.test(code)) {
    const doctor = `${BEHIND}; openclaw-tui doctor says what to do`;
    return refused('database-damaged', 'nothing was done: the database is damaged', doctor);
  }
  switch (troubleOf(code)) {
    case 'disk':
      return refused('disk-full', 'nothing was done: the disk is full', `${BEHIND}; free space, and do it again`);
    case 'database':
      return refused(
        'database-unwritable',
        'nothing was done: the database cannot be written',
        `${BEHIND}; look at its disk, owner and mode: openclaw-tui doctor`,
      );
    case undefined:
      return undefined;
  }
}

/** A beat comes every two seconds. */
const STANDS_STILL_MS = 6_000;

/** Who was stopped inside a commit holds the lock as well as the lease, and only waking it up or ending it helps. */
function whatToDo({ lease }: Store, now: number): string {
  const holder = lease.current();
  if (holder === undefined || now - holder.heartbeatAt <= STANDS_STILL_MS) return 'try again in a moment';
  return `pid ${holder.pid} on ${holder.host} runs the engine and stands still: kill -CONT ${holder.pid} lets it go on`;
}
