import type { Actor } from '../../store/nouns/actor.ts';
import type { Pause } from '../../store/nouns/pause.ts';
import type { Store } from '../../store/store.ts';
import { pauseBlocker } from '../rules/pause.ts';

const WOKEN_MAX = 1_000_000;

/** Ends a pause; what it held looks again, and may find another one. Undefined when somebody else was first. */
export function liftPause(
  store: Store,
  pause: Pick<Pause, 'scope' | 'key'>,
  actor: Actor,
  now: number,
): { pause: Pause; woken: number } | undefined {
  const lifted = store.pauses.remove(pause.scope, pause.key);
  if (lifted === undefined) return undefined;
  const woken = store.dispatches.unblock(pauseBlocker(lifted), WOKEN_MAX);
  auditPause(store, lifted, { actor, action: 'pause.lift', detail: { woken } }, now);
  return { pause: lifted, woken };
}

export function auditPause(
  store: Store,
  { scope, key }: Pick<Pause, 'scope' | 'key'>,
  what: { actor: Actor; action: 'pause.set' | 'pause.lift'; detail: Record<string, unknown> },
  now: number,
): void {
  const name = scope === 'all' ? 'everything' : scope === 'job' ? store.jobs.label(key).name : `${scope} ${key}`;
  store.audit.add({ ...what, subjectKind: 'pause', subjectId: `${scope}:${key}`, subjectName: name }, now);
}
