import { counted } from '../counted.ts';
import { pauseOf, pauseText } from '../pause.ts';
import { jitterMs } from '../schedule/index.ts';
import { neighbours } from './moment-nothing.ts';
import { type MomentSaid, type MomentView, nameOf, withReason } from './moment-view.ts';
import { explainNext } from './next.ts';
import { clockIn, clockOf, clockText, lengthText } from './words.ts';

/** What will be at a moment that has not come. */
export function laterThan(view: MomentView): MomentSaid {
  const { record, asked, explained, definition } = view;
  const { job } = record;
  const name = nameOf(view);
  if (!job.enabled)
    return { code: 'off', text: `${name} will not run at ${asked.text}: it is off`, ...withReason('disabled', view) };
  if (explained === undefined) {
    const code = definition.parent_id === undefined ? 'by-hand' : 'after-parent';
    return { code, text: `${name} has no fire times; next: ${explainNext(view).text}` };
  }
  if (explained.kind === 'excluded') {
    const text = `${name} will be skipped at ${asked.text}: exclude has ${explained.entry}`;
    return { code: 'will-be-skipped', text, ...withReason('window', view) };
  }
  if (explained.kind !== 'fires') {
    const around = neighbours(view, explained);
    return { ...around, code: around.code === 'not-scheduled' ? 'will-not-fire' : around.code };
  }
  const { at } = explained.slot;
  const until = job.backingOffUntil;
  if (until !== undefined && until > at && job.consecutiveErrors > 0) {
    const text = `${name} will be passed over at ${asked.text}: it backs off until ${clockText(until, view)} after ${counted(job.consecutiveErrors, 'failure')}`;
    return { code: 'backing-off', text, ...withReason('backing-off', view) };
  }
  const pause = pauseOf(job, record.pauses, view.now);
  if (pause !== undefined && (pause.until ?? Number.POSITIVE_INFINITY) > at && definition.schedule_kind !== 'at') {
    const text = `${name} will be skipped at ${asked.text} unless it is resumed before: ${pauseText(pause, clockOf(view))}`;
    return { code: 'will-be-skipped', text, ...withReason('paused', view) };
  }
  const jitter = jitterMs(job.id, at, definition.jitter_s);
  const later = jitter === 0 ? '' : `, and starts ${lengthText(jitter)} after it (jitter_s)`;
  return { code: 'will-fire', text: `${name} fires at ${clockIn(at, view.jobZone, view)}${later}` };
}
