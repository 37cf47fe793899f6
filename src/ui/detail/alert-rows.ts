import type { AlertRow } from '../../store/snapshot/alerts.ts';
import type { Detail } from '../../store/snapshot/detail.ts';
import type { Fold } from '../../store/snapshot/page.ts';
import { formatClock, formatDuration, formatPlural } from '../format/index.ts';
import { type Line, span } from '../layout/line.ts';
import type { Scene } from '../scene.ts';
import { wrapProse } from '../text/prose.ts';
import { cleanLine } from '../text/sanitise.ts';
import { withClocks } from '../text/told-instants.ts';
import { cutMiddle } from '../text/width.ts';
import { recordFact } from './approval-facts.ts';
import { labelled, roomOf } from './labelled.ts';

const PROSE_LINES_MAX = 20;
/** As many names as fit into so many lines. */
const MANY_LINES_MAX = 3;
const NAME_COLUMNS_MAX = 32;

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
    ...(alert.detail === ''
      ? []
      : labelled('BECAUSE', prose(withClocks(alert.detail, scene.now, zone), width, PROSE_LINES_MAX))),
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
  const head = `${formatPlural(fold.count, 'alert')} of one cause, since ${sinceText(fold.sinceAt, scene)}, ${below} below: `;
  const names = shortNames(fold, alert, job?.name);
  const told = names.map((_, left) => head + listed(names.slice(0, names.length - left), fold));
  const fitting = told.find((text) => prose(text, width, MANY_LINES_MAX + 1).length <= MANY_LINES_MAX);
  return labelled('MANY', prose(fitting ?? head, width, MANY_LINES_MAX));
}

/** An unfolded one stands for itself, as those below it do. */
function foldOf({ key }: AlertRow, { data }: Scene): Many | undefined {
  const rows = [data.lists['alerts.open'], data.lists['alerts.acknowledged']].flatMap((page) => page?.rows ?? []);
  const fold = rows.find((row) => row.key === key)?.fold;
  return fold?.kind === 'head' && !fold.isOpen ? fold : undefined;
}

/** Names of jobs alone where the titles say the same of each, else the titles. */
function shortNames({ names }: Many, { title }: AlertRow, jobName: string | undefined): string[] {
  const same = jobName !== undefined && title.startsWith(jobName) ? title.slice(jobName.length) : '';
  const isSame = same !== '' && names.every((name) => name.endsWith(same));
  return names.map((name) => cutMiddle(cleanLine(isSame ? name.slice(0, -same.length) : name), NAME_COLUMNS_MAX));
}

function listed(shown: readonly string[], { nameCount }: Many): string {
  const more = nameCount - shown.length;
  return shown.join(', ') + (more > 0 ? ` and ${more} more` : '');
}

const sinceText = (at: number, { now, facts }: Scene): string =>
  `${formatClock(at, now, facts.zone)}, ${formatDuration(now - at)} ago`;

const prose = (text: string, width: number, linesMax: number): Line[] =>
  wrapProse(text, roomOf(width), linesMax).map((line): Line => [span(line)]);
