import type { Result } from '../../../src/engine/commands.ts';
import type { Alert } from '../../../src/store/nouns/alert.ts';
import type { Context } from '../../context.ts';
import { findByNumber } from '../../find.ts';
import { toDocument } from '../../output/documents.ts';
import { wallText } from '../../output/times.ts';
import { doneValue } from '../../results.ts';
import { untilOf } from '../../until.ts';

export function acknowledgeAlerts(context: Context, _options: object, wanted: string[]): void {
  const commands = context.commands();
  change(context, wanted, 'acknowledged', (id) => commands.acknowledgeAlert(id, context.actor));
}

export function reopenAlerts(context: Context, _options: object, wanted: string[]): void {
  const commands = context.commands();
  change(context, wanted, 'open again:', (id) => commands.reopenAlert(id, context.actor));
}

export function snoozeAlerts(context: Context, options: { until: string }, wanted: string[]): void {
  const until = untilOf(context, options.until);
  const commands = context.commands();
  const word = `snoozed until ${wallText(until, context.host.timeZone)}:`;
  change(context, wanted, word, (id) => commands.snoozeAlert(id, until, context.actor));
}

export function resolveAlerts(context: Context, _options: object, wanted: string[]): void {
  const commands = context.commands();
  change(context, wanted, 'resolved', (id) => commands.resolveAlert(id, context.actor));
}

/** All or none. */
function change(
  context: Context,
  wanted: readonly string[],
  word: string,
  act: (id: number) => Result<{ alert: Alert }>,
): void {
  const store = context.store();
  const found = wanted.map((each) => findByNumber('alert', each, store.alerts.get));
  const alerts = store.write(() => found.map(({ id }) => doneValue(act(id)).alert));
  context.output.answer({ alerts: toDocument(alerts) }, () =>
    alerts.map((alert) => `${word} ${alert.title} (alert ${alert.id})`),
  );
}
