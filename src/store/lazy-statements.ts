import type { Db, Statement } from './database.ts';

/**
 * From here on a statement of this connection is compiled when it is first used. A process uses few of the several hundred
 * that its stores and snapshots have; compiling all of them was a twelfth of a start.
 */
export function compileWhenUsed(db: Db): void {
  const compile = db.prepare.bind(db);
  db.prepare = ((source: string) => whenUsed(() => compile(source))) as typeof db.prepare;
}

/** What of a statement is used here. */
type Used = Pick<Statement, 'run' | 'get' | 'all' | 'iterate' | 'raw' | 'pluck'>;

function whenUsed(compile: () => Statement): Used {
  let compiled: Statement | undefined;
  const statement = (): Statement => {
    compiled ??= compile();
    return compiled;
  };
  return {
    run: (...values) => statement().run(...values),
    get: (...values) => statement().get(...values),
    all: (...values) => statement().all(...values),
    iterate: (...values) => statement().iterate(...values),
    raw: () => whenUsed(() => compile().raw()) as Statement,
    pluck: () => whenUsed(() => compile().pluck()) as Statement,
  };
}
