import type { Store } from '../../store/store.ts';
import { alertNoticeDelayMs } from '../rules/alert-notice.ts';
import type { RaisedAlert } from '../rules/settlement.ts';

/** D-33, D-104: repeats count on the open alert; their message goes out again only by back-off, and never while somebody looks after it. */
export function raiseAlert(store: Store, { alert, notice }: RaisedAlert, now: number): void {
  const raised = store.alerts.raise(alert, now);
  if (notice === undefined || raised.state !== 'open') return;
  if (raised.nextNoticeAt !== undefined && raised.nextNoticeAt > now) return;
  store.outbox.add(notice, now);
  store.alerts.recordNotice(raised.id, now + alertNoticeDelayMs(raised.noticeCount));
}
