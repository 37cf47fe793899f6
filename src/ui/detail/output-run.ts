import type { Detail } from '../../store/snapshot/detail.ts';

/** Whose output a detail shows: of a run its own, of anything else that of the run it stands for. */
export function outputRunOf(detail: Detail): number | undefined {
  switch (detail.kind) {
    case 'run':
      return detail.run.id;
    case 'approval':
      return detail.source?.run.runId;
    case 'alert':
      return detail.alert.runId ?? detail.job?.history[0]?.runId;
    case 'job':
      return detail.job.history[0]?.runId;
    case 'queued':
      return undefined;
  }
}
