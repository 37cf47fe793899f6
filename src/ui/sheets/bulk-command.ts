import { formatClock } from '../format/index.ts';
import type { BulkItem, SheetVerb } from '../state/bulk-items.ts';
import type { CommandEffect } from '../state/events.ts';
import type { Fields } from '../state/sheet.ts';
import { type BulkClock, bulkEnd, bulkUntil } from './bulk-fields.ts';

type ShownText = { text: string; forMs: number };

/** What is asked of the engine for one of many. */
export function bulkCommand(
  verb: SheetVerb,
  { target, name }: BulkItem,
  fields: Fields,
  { clock, shown }: { clock: BulkClock; shown: ShownText },
): CommandEffect {
  switch (target.kind) {
    case 'approval': {
      const note = verb === 'reject' ? (fields.reason ?? '').trim() : '';
      const kind = verb === 'reject' ? 'reject' : 'approve';
      return { kind, approvalId: target.id, revision: target.revision, note, jobName: name, shown };
    }
    case 'alert': {
      const until = bulkUntil(fields, clock);
      const untilText = formatClock(until, clock.now, clock.zone);
      return { kind: 'snooze', alertId: target.id, words: name, until, untilText };
    }
    case 'run':
      return { kind: 'cancel-run', runId: target.id, jobName: name };
    case 'dispatch':
      return { kind: 'cancel-dispatch', dispatchId: target.id, jobName: name };
    case 'again':
      return { kind: 'rerun', runId: target.id, jobName: name };
    case 'job':
      return ofJob(verb, target.id, name, bulkEnd(fields, clock));
  }
}

function ofJob(verb: SheetVerb, jobId: string, jobName: string, end: { until?: number }): CommandEffect {
  switch (verb) {
    case 'enable':
    case 'disable':
    case 'delete':
      return { kind: verb, jobId, jobName };
    case 'pause':
      return { kind: 'pause', target: { scope: 'job', key: jobId }, words: jobName, note: '', ...end };
    case 'resume':
      return { kind: 'resume', target: { scope: 'job', key: jobId }, words: jobName };
    default:
      return { kind: 'run', jobId, jobName };
  }
}
