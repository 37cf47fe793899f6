import { heldReason } from '../store/outbox.ts';
import type { Store } from '../store/store.ts';
import { heldAlert, heldAlertKey } from './rules/delivery.ts';

export type Hold = { id: number; until: number; reason: string; lastError?: string };

/** D-112. A message without a way out waits; each cause is one alert that counts its messages. */
export function holdNotice(store: Store, { id, until, reason, lastError }: Hold, now: number): void {
  store.outbox.held(id, { until, reason });
  if (heldReason(lastError) === reason) return;
  const notice = store.outbox.get(id);
  if (notice !== undefined) store.alerts.raise(heldAlert(notice, reason), now);
  letGo(store, lastError, now);
}

/** One is no longer held for what stood in its last error; the alert is over with the last of them. */
export function letGo(store: Store, lastError: string | undefined, now: number): void {
  const reason = heldReason(lastError);
  if (reason !== undefined && !store.outbox.isHeldFor(reason)) store.alerts.resolve(heldAlertKey(reason), now);
}
