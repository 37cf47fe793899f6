import type { AlertRow } from '../../store/snapshot/alerts.ts';
import type { Detail } from '../../store/snapshot/detail.ts';
import type { Fold } from '../../store/snapshot/page.ts';
import { formatClock, formatDuration, formatPlural } from '../format/index.ts';
import { type Line, span } from '../layout/line.ts';
import type { Scene } from '../scene.ts';
import { wrapProse } from '../text/prose.ts';
import { cleanLine } from '../text/sanitise.ts';
import { cutRight } from '../text/width.ts';
import { recordFact } from './approval-facts.ts';
import { labelled, roomOf } from './labelled.ts';

const DETAIL_LINES_MAX = 20;
/** So many names of those that are one row. */
const NAMES_LINES_MAX = 3;

type AlertDetail = Extract<Detail, { kind: 'alert' }>;

/** Why an alert is there: of many that are one row first how many, since when and of whom, then the newest. */
export function alertRows(detail: AlertDetail, scene: Scene, width: number): Line[] {
  const { alert, job } = detail;
  const zone = scene.facts.zone;
  const times =
    alert.count > 1 ? `, seen ${alert.count} times, last ${formatClock(alert.lastAt, scene.now, zone)}` : '';
  const who = alert.acknowledgedBy;
  const title = span(cleanLine(alert.title), alert.severity === 'crit' ? 'fail' : 'warn');
  return [
    ...manyRows(detail, scene, width),
    ...labelled('ALERT', [[title]]),
    ...(alert.detail === '' ? [] : labelled('BECAUSE', prose(alert.detail, width, DETAIL_LINES_MAX))),
    ...labelled('SINCE', [[span(`${sinceText(alert.firstAt, scene)}${times}`)]]),
    ...(who === undefined ? [] : labelled('SEEN', [[span(`acknowledged by ${cleanLine(who.name)}`)]])),
    ...(job === undefined ? [] : [...recordFact(job, scene, width), ...labelled('JOB', [[span(cleanLine(job.name))]])]),
  ];
}

type Many = Extract<Fold, { kind: 'head' }>;

function manyRows({ alert, job }: AlertDetail, scene: Scene, width: number): Line[] {
  const fold = foldOf(alert, scene);
  if (fold === undefined) return [];
  // Sorted otherwise the row stands for them with another one.
  const below = alert.lastAt >= fold.newestAt ? 'the newest' : 'one of them';
  const text = `${formatPlural(fold.count, 'alert')} of one cause, since ${sinceText(fold.sinceAt, scene)}, ${below} below: ${namesText(fold, alert, job?.name)}`;
  return labelled('MANY', prose(text, width, NAMES_LINES_MAX));
}

/** An unfolded one stands for itself, as those below it do. */
function foldOf({ key }: AlertRow, { data }: Scene): Many | undefined {
  const rows = [data.lists['alerts.open'], data.lists['alerts.acknowledged']].flatMap((page) => page?.rows ?? []);
  const fold = rows.find((row) => row.key === key)?.fold;
  return fold?.kind === 'head' && !fold.isOpen ? fold : undefined;
}

/** Names of jobs alone where the titles say the same of each, else the titles. */
function namesText({ names, nameCount }: Many, { title }: AlertRow, jobName: string | undefined): string {
  const same = jobName !== undefined && title.startsWith(jobName) ? title.slice(jobName.length) : '';
  const isSame = same !== '' && names.every((name) => name.endsWith(same));
  const shown = names.map((name) => cutRight(cleanLine(isSame ? name.slice(0, -same.length) : name), NAME_COLUMNS_MAX));
  const more = nameCount - shown.length;
  return shown.join(', ') + (more > 0 ? ` and ${more} more` : '');
}
const NAME_COLUMNS_MAX = 32;

const sinceText = (at: number, { now, facts }: Scene): string =>
  `${formatClock(at, now, facts.zone)}, ${formatDuration(now - at)} ago`;

const prose = (text: string, width: number, linesMax: number): Line[] =>
  wrapProse(text, roomOf(width), linesMax).map((line): Line => [span(line)]);
