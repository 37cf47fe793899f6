import type { Detail, JobFacts } from '../../store/snapshot/detail.ts';
import { type Frame, framed, insideOf } from '../layout/frame.ts';
import { type Line, span } from '../layout/line.ts';
import { outputFacts, outputLines, outputNotes, outputShort } from '../output/draw-output.ts';
import { newsElsewhere } from '../panels/elsewhere.ts';
import { hasKeys } from '../panels/focus.ts';
import type { Scene } from '../scene.ts';
import type { DetailData, DetailTab } from '../state/view.ts';
import { wrapProse } from '../text/prose.ts';
import { cleanLine } from '../text/sanitise.ts';
import { alertRows } from './alert-rows.ts';
import { answerFact } from './answer-fact.ts';
import {
  changeShort,
  changeWhole,
  envFact,
  fromFact,
  lapsesFact,
  needsFact,
  recordFact,
  runsFact,
  whereFact,
} from './approval-facts.ts';
import { detailTitle } from './detail-title.ts';
import { commandRows, historyRows, nextRows } from './job-rows.ts';
import { labelled, roomOf } from './labelled.ts';
import { missingRows } from './output-rows.ts';
import { outputRunOf } from './output-run.ts';
import { revisionRows } from './revision-rows.ts';
import { runChangeRows } from './run-change-rows.ts';
import { processRows, runHead } from './run-rows.ts';
import { activeTab, tabsOfDetail } from './tabs.ts';
import { tallRoom } from './tall.ts';
import { tallHead, tallRows } from './tall-approval.ts';
import { tookFact } from './took-fact.ts';
import { answerShown, momentRows } from './why-moment.ts';
import { whyRows } from './why-rows.ts';

/** The detail of what is selected, exactly `width` × `height`. */
export function drawDetail(scene: Scene, edges: Frame['edges'], width: number, height: number): Line[] {
  const data = scene.data.detail;
  const focused = hasKeys(scene.view, 'detail');
  const inside = insideOf(edges, width, height);
  const newElsewhere = newsElsewhere(scene.view, 'detail');
  if (data === undefined) {
    const frame: Frame = { title: '0 Detail', tabs: [], active: '', right: [], newElsewhere, focused, edges };
    return framed(frame, [[], [span('  What is selected shows here.', 'muted')]], width, height);
  }
  const tab = activeTab(data.detail, scene.view.detailTab);
  const { head, rows } = detailRows(scene, inside.columns);
  const room = Math.max(0, inside.rows - head.length);
  const top = detailTop(scene, rows.length, room);
  const shown = tab === 'output' ? outputLines(scene, data, inside.columns, room) : rows.slice(top, top + room);
  const frame: Frame = {
    ...detailTitle(scene, data),
    tabs: tabsOfDetail(data.detail).map((id) => ({ id, label: labelOf(id) })),
    active: tab,
    right: rightOf(scene, data, tab, rows.length, room, top),
    ...(tab === 'output' ? shortOf(outputShort(scene, data)) : {}),
    newElsewhere,
    focused,
    edges,
  };
  return framed(frame, [...head, ...shown], width, height);
}

/** The first row that shows. */
export const detailTop = (scene: Scene, count: number, room: number): number =>
  Math.min(scene.view.detailTop, Math.max(0, count - room));

/** All rows of the detail; the head stays where it is when the rest scrolls. */
export function detailRows(scene: Scene, width: number): { head: Line[]; rows: Line[] } {
  const data = scene.data.detail;
  if (data === undefined) return { head: [], rows: [] };
  const tab = activeTab(data.detail, scene.view.detailTab);
  const { detail } = data;
  const room = tallRoom(scene.view);
  const isAsked = detail.kind === 'approval' && detail.approval.status === 'pending';
  if (isAsked && tab === 'why' && room !== undefined) {
    const top = tallHead(detail, scene);
    return { head: top, rows: tallRows({ data, detail, scene, width }, room - top.length) };
  }
  const answer = tab === 'why' ? answerShown(scene.view, data) : undefined;
  if (answer !== undefined) return { head: momentRows(answer, width), rows: rowsOf(data, tab, scene, width) };
  const head = detail.kind === 'run' && tab === 'output' ? [...runHead(detail, data, scene, width), []] : [];
  const { output } = data;
  const missing =
    tab !== 'output'
      ? []
      : data.page === undefined && output !== undefined
        ? missingRows(output, outputRunOf(data.detail), width)
        : outputNotes(data, width);
  return { head: [...head, ...missing], rows: rowsOf(data, tab, scene, width) };
}

function rowsOf(data: DetailData, tab: DetailTab, scene: Scene, width: number): Line[] {
  const { detail } = data;
  if (detail.kind === 'approval' && (tab === 'why' || tab === 'command' || tab === 'change')) {
    return approvalRows(detail, tab, scene, width);
  }
  if (detail.kind === 'alert' && tab === 'why') return alertRows(detail, scene, width);
  const job = detail.job;
  if (data.problem !== undefined && job !== undefined && ASKS_DEFINITION.has(tab))
    return problemRows(data.problem, job, width);
  switch (tab) {
    case 'output':
      // It is windowed: what shows depends on the room there is.
      return [];
    case 'processes':
      return processRows(data.processes, width);
    case 'why':
      return job === undefined ? [] : whyRows(data, job, scene, width);
    case 'command':
      return job === undefined ? [] : commandRows(job, scene, width);
    case 'history':
      return job === undefined ? [] : [...tookFact(job), ...historyRows(job.history, scene, width)];
    case 'next':
      return job === undefined ? [] : nextRows(job, data.next ?? [], scene, width);
    case 'change':
      if (detail.kind === 'run') return runChangeRows(detail, scene, width);
      return detail.kind === 'job' ? revisionRows(detail.revisions, scene, width) : [];
  }
}

function approvalRows(
  detail: Extract<Detail, { kind: 'approval' }>,
  tab: 'why' | 'command' | 'change',
  scene: Scene,
  width: number,
): Line[] {
  switch (tab) {
    case 'why':
      return [
        ...runsFact(detail, width),
        ...whereFact(detail, scene, width, 'short'),
        ...fromFact(detail, scene, width),
        ...changeShort(detail, scene, width),
        ...recordFact(detail.job, scene, width),
        ...(detail.approval.status === 'pending'
          ? [...needsFact(detail, scene, width), ...lapsesFact(detail, scene, 'detail')]
          : answerFact(detail, scene, width)),
      ];
    case 'command':
      return [...runsFact(detail, width), ...whereFact(detail, scene, width, 'whole'), ...envFact(detail, width)];
    case 'change':
      return changeWhole(detail, scene, width);
  }
}

const ASKS_DEFINITION: ReadonlySet<DetailTab> = new Set<DetailTab>(['why', 'command', 'next']);

/** Nothing that follows from a definition is there when that cannot be read. */
const problemRows = (problem: string, job: JobFacts, width: number): Line[] => [
  ...labelled('PROBLEM', prose(problem, width, 'fail')),
  ...labelled('THEN', prose('it does not run until that is mended; everything else goes on', width)),
  ...labelled('MEND', prose(mendOf(problem, cleanLine(job.name)), width)),
];

const prose = (text: string, width: number, token?: 'fail'): Line[] =>
  wrapProse(text, roomOf(width), ALERT_DETAIL_LINES_MAX).map((line): Line => [span(line, token)]);

function mendOf(problem: string, name: string): string {
  if (problem.startsWith('cron: ')) return `openclaw-tui jobs update ${name} --cron "…"`;
  if (problem.startsWith('zone: ')) return `openclaw-tui jobs update ${name} --tz …`;
  return `openclaw-tui jobs update ${name} with a whole definition, or backup restore`;
}

const ALERT_DETAIL_LINES_MAX = 20;

const shortOf = (text: string | undefined): Pick<Frame, 'rightShort'> =>
  text === undefined ? {} : { rightShort: text };

const labelOf = (tab: DetailTab): string => tab.charAt(0).toUpperCase() + tab.slice(1);

function rightOf(scene: Scene, data: DetailData, tab: DetailTab, count: number, room: number, top: number): string[] {
  if (tab === 'output') return outputFacts(scene, data);
  const pages = Math.max(1, Math.ceil(count / Math.max(1, room)));
  if (pages === 1 && tallRoom(scene.view) === undefined) return [];
  // The last page may overlap the one before it.
  const page = top + room >= count ? pages : Math.floor(top / room) + 1;
  return [`${page}/${pages}`];
}
