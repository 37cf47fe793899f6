export type StoreErrorCode =
  | 'database-missing'
  | 'database-damaged'
  | 'database-newer'
  | 'database-older'
  | 'database-replaced'
  | 'database-foreign'
  | 'database-busy'
  | 'database-unwritable'
  | 'migration-failed'
  | 'backup-failed';

/** The database cannot be used; message and hint are one line each, for the operator. */
export class StoreError extends Error {
  readonly code: StoreErrorCode;
  readonly hint: string;

  constructor(code: StoreErrorCode, message: string, hint: string) {
    super(message);
    this.name = 'StoreError';
    this.code = code;
    this.hint = hint;
  }
}

/** Another connection holds the write lock longer than we may wait. */
export const isBusy = (error: unknown): boolean => codeOf(error).startsWith('SQLITE_BUSY');

/** The database or what lies under it refused; not a mistake of ours. */
export const isStorage = (error: unknown): boolean => STORAGE_CODE.test(codeOf(error));

const STORAGE_CODE = /^SQLITE_(FULL|IOERR|READONLY|CANTOPEN|NOMEM|LOCKED)/;

/** What SQLite or the system calls the error; nothing where it has no name. */
export function codeOf(error: unknown): string {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : '';
}

const FAULTS = ['SQLITE_BUSY', 'SQLITE_FULL', 'SQLITE_IOERR', 'SQLITE_NOMEM', 'SQLITE_READONLY', 'SQLITE_CORRUPT'];

/** The database as a whole is in trouble (disk full, locked, damaged): nothing that one item of a batch could be blamed for. */
export function isStorageFault(error: unknown): boolean {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' && FAULTS.some((fault) => code.startsWith(fault));
}
