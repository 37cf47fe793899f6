import type { Detail } from '../../store/snapshot/detail.ts';
import { type Frame, PATH_STEP } from '../layout/frame.ts';
import { lookingOf, outputShown } from '../output/page-of.ts';
import { PANEL_TITLES } from '../panels/titles.ts';
import type { Scene } from '../scene.ts';
import type { DetailData } from '../state/view.ts';
import { cleanLine } from '../text/sanitise.ts';
import { cutRight } from '../text/width.ts';

/** What the detail is of; alone on the screen it says also where that is. */
export function detailTitle(scene: Scene, data: DetailData): Pick<Frame, 'title' | 'titleEnd'> {
  if (!scene.view.zoom) return { title: titleOf(data.detail) };
  const { panel } = scene.view;
  const end = placeOf(scene, data);
  const names = [PANEL_TITLES[panel].replace(/^\d /, ''), nameOf(data.detail), ...end];
  return { title: names.join(PATH_STEP), titleEnd: ['', ...end].join(PATH_STEP) };
}

const ALERT_TITLE_COLUMNS = 30;

const titleOf = (detail: Detail): string =>
  detail.kind === 'run' ? `0 run ${detail.run.id} ${nameOf(detail)}` : `0 ${nameOf(detail)}`;

function nameOf(detail: Detail): string {
  switch (detail.kind) {
    case 'run':
      return cleanLine(detail.run.jobName);
    case 'approval':
      return cleanLine(detail.approval.jobName);
    case 'alert':
      return cutRight(cleanLine(detail.alert.title), ALERT_TITLE_COLUMNS);
    case 'job':
    case 'queued':
      return cleanLine(detail.job.name);
  }
}

/** The run, and the stream where only one of them shows. */
function placeOf({ view }: Scene, data: DetailData): string[] {
  const shown = outputShown(view, data);
  const runId = shown ?? (data.detail.kind === 'run' ? data.detail.run.id : undefined);
  const { streams } = lookingOf(view, data);
  return [
    ...(runId === undefined ? [] : [String(runId)]),
    ...(shown === undefined || streams === 'both' ? [] : [`std${streams}`]),
  ];
}
