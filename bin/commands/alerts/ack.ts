import type { Context } from '../../context.ts';
import { findByNumber } from '../../find.ts';
import { toDocument } from '../../output/documents.ts';
import { doneValue } from '../../results.ts';

/** All or none. */
export function acknowledgeAlerts(context: Context, _options: object, wanted: string[]): void {
  const store = context.store();
  const commands = context.commands();
  const found = wanted.map((each) => findByNumber('alert', each, store.alerts.get));
  const alerts = store.write(() =>
    found.map(({ id }) => doneValue(commands.acknowledgeAlert(id, context.actor)).alert),
  );
  context.output.answer({ alerts: toDocument(alerts) }, () =>
    alerts.map((alert) => `acknowledged ${alert.title} (alert ${alert.id})`),
  );
}
