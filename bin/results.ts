import type { Refusal, Result } from '../src/engine/commands.ts';
import type { Context } from './context.ts';
import { liveEngine } from './context.ts';
import { Failure } from './failure.ts';

/** The value of a command that was done; a refusal is thrown as the failure it is. */
export function doneValue<T>(result: Result<T>): T {
  if (result.kind === 'done') return result.value;
  throw refusalFailure(result);
}

export function refusalFailure(refusal: Refusal): Failure {
  return new Failure(refusal.kind, refusal.code, refusal.message, {
    ...(refusal.hint === undefined ? {} : { hint: refusal.hint }),
    ...(refusal.field === undefined ? {} : { field: refusal.field }),
  });
}

export const WAITS_FOR_ENGINE = 'waits for an engine: none runs on this database; openclaw-tui starts one';

/** Says, beside an answer whose effect is the engine's, that none is there to carry it out. */
export function remarkIfNoEngine(context: Context): { waitsForEngine?: true } {
  if (liveEngine(context) !== undefined) return {};
  context.output.remark(WAITS_FOR_ENGINE);
  return { waitsForEngine: true };
}
