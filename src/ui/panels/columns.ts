import { nearestName } from '../../engine/rules/job/nearest-name.ts';
import type { Column } from '../layout/table.ts';
import { PANELS, type PanelId } from '../state/view.ts';

/** By panel: the columns it shows, in their order. */
export type ColumnsConfig = Readonly<Record<string, readonly string[]>>;

/** What the columns of a panel's tabs are called in the configuration: their heads. */
export const COLUMN_NAMES: Readonly<Record<PanelId, readonly string[]>> = {
  due: ['in', 'at', 'job', 'schedule', 'last-10', 'usual', 'because'],
  runs: ['run', 'job', 'age', 'usual', 'quiet', 'last-output', 'took', 'ended', 'result'],
  approvals: ['risk', 'job', 'will-run', 'waits', 'left', 'lapses', 'from', 'at', 'answer', 'by'],
  alerts: ['sev', 'since', 'what'],
  jobs: ['job', 'schedule', 'starts', 'in', 'at', 'last-10', 'usual', 'because'],
  activity: ['time', 'who', 'level', 'what'],
};

export const nameOfHead = (head: string): string => head.toLowerCase().replaceAll(' ', '-');

/** Without them nobody knows what a row is, how high the risk is or how long there is left. */
const STAY: ReadonlySet<string> = new Set(['', 'job', 'what', 'risk', 'left', 'lapses']);

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
    const wrong = columns.find((column) => !COLUMN_NAMES[panel].includes(column));
    if (wrong !== undefined) return `ui.columns: ${panel} has no column ${wrong}; ${meant(wrong, COLUMN_NAMES[panel])}`;
    if (new Set(columns).size < columns.length) return `ui.columns: ${panel} names a column twice`;
  }
  return undefined;
}

function meant(name: string, names: readonly string[]): string {
  const near = nearestName(name, names);
  return near === undefined ? `one of ${names.join(', ')}` : `${near}?`;
}
