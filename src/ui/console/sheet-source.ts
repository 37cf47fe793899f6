import type { ConsoleOptions } from '../console-options.ts';
import { formatDuration } from '../format/index.ts';
import type { SheetChange } from '../state/events.ts';
import type { Sheet, SheetContent, SheetItem } from '../state/sheet.ts';
import { cleanLine } from '../text/sanitise.ts';

const LIVE_RUNS_MAX = 50;

/** Reads what a sheet shows; the same again while it is open, to see whether it still holds. */
export function readSheet(options: ConsoleOptions, item: SheetItem): SheetContent {
  const { snapshots } = options;
  switch (item.kind) {
    case 'approve':
    case 'reject': {
      const detail = snapshots.detail({ kind: 'approval', approvalId: item.approvalId });
      return {
        ...(detail === undefined ? {} : { detail }),
        ...(item.kind === 'reject' ? {} : { forecast: options.commands.forecastApproved(item.approvalId) }),
      };
    }
    case 'run': {
      const detail = snapshots.detail({ kind: 'job', jobId: item.jobId });
      return { ...(detail === undefined ? {} : { detail }), forecast: options.commands.forecast(item.jobId) };
    }
    case 'cancel-run': {
      const detail = snapshots.detail({ kind: 'run', runId: item.runId });
      return { ...(detail === undefined ? {} : { detail }), processes: options.processTree(item.runId) };
    }
    case 'enable':
    case 'disable':
    case 'delete': {
      const detail = snapshots.detail({ kind: 'job', jobId: item.jobId });
      return detail === undefined ? {} : { detail };
    }
    case 'leave':
      return leaving(options);
    case 'take-over':
    case 'unlock':
      return {};
    case 'import': {
      const crontab = options.crontab?.();
      return crontab === undefined ? {} : { crontab };
    }
  }
}

function leaving(options: ConsoleOptions): SheetContent {
  const now = options.clock.now();
  const rows = options.snapshots.liveRuns({}, now).rows.filter((row) => row.kind === 'run');
  const ending = options.endWithEngine?.();
  const liveRuns = rows.slice(0, LIVE_RUNS_MAX).map((row) => ({
    text: `run ${row.runId ?? '?'} ${cleanLine(row.jobName)}, ${formatDuration(now - row.sinceAt)}`,
    ends: row.runId !== undefined && ending?.has(row.runId) === true,
  }));
  const nextMissed = options.nextMissed?.();
  return { liveRuns, ...(nextMissed === undefined ? {} : { nextMissed }) };
}

/** What became of a sheet's item between its opening and now. */
export function changeOf(sheet: Sheet, content: SheetContent): SheetChange {
  const { item } = sheet;
  if (item.kind !== 'approve' && item.kind !== 'reject') return { kind: 'same' };
  const approval = content.detail?.kind === 'approval' ? content.detail.approval : undefined;
  const verb = item.kind === 'approve' ? 'approved' : 'rejected';
  if (approval === undefined) return { kind: 'over', message: `not ${verb}: it is not there any more` };
  if (approval.status !== 'pending') {
    const who = cleanLine(approval.decidedBy?.name ?? 'engine');
    const note = approval.note === undefined || approval.note === '' ? '' : ` (“${cleanLine(approval.note)}”)`;
    const word = approval.status === 'timed_out' ? 'it lapsed' : `${who} ${wordOf(approval.status)} it`;
    return { kind: 'over', message: `not ${verb}: ${word}${note}` };
  }
  return approval.revision === item.revision ? { kind: 'same' } : { kind: 'revised', revision: approval.revision };
}

const wordOf = (status: string): string =>
  status === 'rejected' ? 'rejected' : status === 'cancelled' ? 'cancelled' : 'approved';
