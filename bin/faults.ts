import { unreadableHint } from '../src/engine/commands/result.ts';
import { hideSecretShapes } from '../src/engine/rules/secret-shapes.ts';
import { JobUnreadable } from '../src/store/job-unreadable.ts';
import { isBusy, isStorageFault, StoreError } from '../src/store/store-error.ts';
import { cutRight } from '../src/ui/text/width.ts';
import { Failure } from './failure.ts';
import { plainLine } from './output/plain-text.ts';

/** What was thrown, as one failure; a bug of ours becomes `internal`. */
export function toFailure(error: unknown): Failure {
  if (error instanceof Failure) return error;
  if (error instanceof StoreError) {
    // An engine of an earlier version was first, and is asked to go.
    const kind = error.code === 'database-older' ? 'conflict' : 'refused';
    return new Failure(kind, error.code, error.message, { hint: error.hint });
  }
  if (error instanceof JobUnreadable) {
    return new Failure('refused', 'job-unreadable', error.message, { hint: unreadableHint(error) });
  }
  if (isBusy(error)) {
    return new Failure('refused', 'database-busy', 'nothing was done: another process is writing to the database', {
      hint: 'try again in a moment',
    });
  }
  if (isStorageFault(error)) {
    return new Failure('refused', 'database-unusable', `the database cannot be used: ${messageOf(error)}`, {
      hint: 'doctor says more; look at the disk and at who changed the file',
    });
  }
  return faultFailure(error, '--verbose shows where');
}

/** The failure for a bug of ours; the hint says where more of it can be read. */
export const faultFailure = (error: unknown, hint: string): Failure =>
  new Failure(
    'internal',
    'internal',
    `stopped by a fault of its own: ${cutRight(plainLine(messageOf(error)), FAULT_COLUMNS_MAX)}`,
    { hint },
  );

/** Some libraries put a whole page into a message; the log has it. */
const FAULT_COLUMNS_MAX = 300;

export const messageOf = (error: unknown): string =>
  hideSecretShapes(error instanceof Error ? error.message : String(error));
