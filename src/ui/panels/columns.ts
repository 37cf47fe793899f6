import { nearestName } from '../../engine/rules/job/nearest-name.ts';
import type { Column } from '../layout/table.ts';
import { type ListId, PANELS, type PanelId, TABS } from '../state/view.ts';

/** By panel: the columns it shows, in their order. */
export type ColumnsConfig = Readonly<Record<string, readonly string[]>>;

/** By list: the columns that somebody chose in the console; they count before what the configuration wants of the panel. */
export type ColumnChoice = Readonly<Partial<Record<ListId, readonly string[]>>>;

const OFF = ['job', 'schedule', 'because', 'last-10'];
const ALERTS = ['sev', 'since', 'what'];
const RECORD = ['time', 'who', 'what'];

/** What the columns of a list are called: their heads. */
export const LIST_COLUMNS: Readonly<Record<ListId, readonly string[]>> = {
  'due.next': ['in', 'at', 'job', 'schedule', 'last-10', 'usual'],
  'due.paused': OFF,
  'runs.now': ['run', 'job', 'age', 'usual', 'quiet', 'last-output'],
  'runs.recent': ['run', 'job', 'took', 'usual', 'ended', 'result'],
  'approvals.pending': ['risk', 'job', 'will-run', 'waits', 'left', 'lapses', 'from'],
  'approvals.decided': ['at', 'answer', 'job', 'by', 'why'],
  'alerts.open': ALERTS,
  'alerts.acknowledged': ALERTS,
  'jobs.all': ['job', 'schedule', 'in', 'at', 'last-10', 'usual'],
  'jobs.tree': ['job', 'starts', 'in', 'last-10', 'usual'],
  'jobs.disabled': OFF,
  'activity.decisions': RECORD,
  'activity.audit': RECORD,
  'activity.log': ['time', 'level', 'what'],
};

/** What the columns of a panel's tabs are called in the configuration. */
export const columnNames = (panel: PanelId): readonly string[] => [
  ...new Set(TABS[panel].flatMap((id) => LIST_COLUMNS[id])),
];

export const nameOfHead = (head: string): string => head.toLowerCase().replaceAll(' ', '-');

/** Without them nobody knows what a row is, how high the risk is or how long there is left. */
export const STAY: ReadonlySet<string> = new Set(['', 'job', 'what', 'risk', 'left', 'lapses']);

/** The columns in the order that was chosen; a name that this tab has no column for is for another tab. */
export function chosenColumns<Row>(
  columns: readonly Column<Row>[],
  chosen: readonly string[] | undefined,
): readonly Column<Row>[] {
  if (chosen === undefined) return columns;
  const wanted = chosen.flatMap((name) => columns.find(({ head }) => nameOfHead(head) === name) ?? []);
  if (wanted.length === 0) return columns;
  const missing = columns.filter((column) => STAY.has(nameOfHead(column.head)) && !wanted.includes(column));
  return [...missing, ...wanted];
}

/** What of the configured columns makes no sense, in one line. */
export function columnsProblem(config: ColumnsConfig): string | undefined {
  for (const [name, columns] of Object.entries(config)) {
    const panel = PANELS.find((each) => each === name);
    if (panel === undefined) return `ui.columns: no panel is called ${name}; ${meant(name, PANELS)}`;
    const wrong = columns.find((column) => !columnNames(panel).includes(column));
    if (wrong !== undefined) return `ui.columns: ${panel} has no column ${wrong}; ${meant(wrong, columnNames(panel))}`;
    if (new Set(columns).size < columns.length) return `ui.columns: ${panel} names a column twice`;
  }
  return undefined;
}

function meant(name: string, names: readonly string[]): string {
  const near = nearestName(name, names);
  return near === undefined ? `one of ${names.join(', ')}` : `${near}?`;
}
