import type { Core } from '../core.ts';
import { machineDisk } from '../ports/disk.ts';
import { DAMAGE_ALERT_KEY, damageAlert } from '../rules/storage-trouble.ts';
import { messageOf } from '../tick.ts';

/** The start of an engine has better things to do. */
const AFTER_MS = 10_000;

/** After a stop that was none: is every page of the database still what it was? Nothing is changed by looking. Gives how to put it off. */
export function checkAfterCrash(core: Core): () => void {
  const { store, clock, log, disk = machineDisk } = core.options;

  const tell = (found: string | undefined): void => {
    if (core.state === 'stopped') return;
    if (found === undefined) {
      core.write(() => store.alerts.resolve(DAMAGE_ALERT_KEY, clock.now()));
      return;
    }
    const alert = damageAlert(found);
    core.emit({ kind: 'engine-error', error: `${alert.title}: ${found}` });
    core.write(() => store.alerts.raise(alert, clock.now()));
  };

  return clock.setTimer(AFTER_MS, () => {
    disk.check(store.path).then(tell, (error) => {
      log.error({ error: messageOf(error) }, 'the database could not be checked');
    });
  });
}
