import type { Detail } from '../../store/snapshot/detail.ts';
import { commandOf } from '../detail/command-of.ts';
import { formatBytes, formatPlural } from '../format/index.ts';
import { sameLineId } from '../output/looking.ts';
import { lookingOf, outputShown, pageOf } from '../output/page-of.ts';
import { type Selection, sameTarget, selectionOf, targetOf } from '../state/selection.ts';
import type { ScreenData, View } from '../state/view.ts';
import { cleanStyled, plainStyled } from '../text/styled.ts';

/** Something that can be copied, or a way to keep what is on the screen. */
export type CopyChoice = { what: string; shown: string } & (
  | { kind: 'copy'; text: string }
  | { kind: 'copy-view' }
  | { kind: 'save-view'; format: SaveFormat }
);

export type SaveFormat = 'text' | 'ansi' | 'svg';
export const CHOICES_MAX = 9;

/** What `y` offers for the item, and `Y` for the view. */
export function copyChoices(view: View, data: ScreenData, of: 'item' | 'view', homeLabel: string): CopyChoice[] {
  return (of === 'item' ? itemChoices(view, data, homeLabel) : VIEW_CHOICES).slice(0, CHOICES_MAX);
}

const VIEW_CHOICES: readonly CopyChoice[] = [
  { kind: 'copy-view', what: 'copy the screen', shown: 'as text, to the clipboard' },
  { kind: 'save-view', format: 'text', what: 'save as text', shown: 'into the folder saved of the home' },
  { kind: 'save-view', format: 'ansi', what: 'save as ANSI', shown: 'with colours, for cat' },
  { kind: 'save-view', format: 'svg', what: 'save as SVG', shown: 'a picture' },
];

function itemChoices(view: View, data: ScreenData, homeLabel: string): CopyChoice[] {
  const selection = selectionOf(view, data);
  const known = sameTarget(targetOf(view, data), data.detail?.target) ? data.detail?.detail : undefined;
  const name = nameOf(selection, known);
  const id = idOf(selection, known);
  const command =
    known?.job === undefined ? undefined : commandOf((known.kind === 'run' && known.ran) || known.job.definition);
  const line = commandLine(selection, known, homeLabel);
  return [
    ...outputChoices(view, data),
    ...(id === undefined ? [] : [copied('id', id)]),
    ...(name === undefined || name === '' ? [] : [copied('name', name)]),
    ...(command === undefined ? [] : [copied('command', command)]),
    ...(line === undefined ? [] : [copied('command line', line)]),
    { kind: 'copy-view', what: 'the screen', shown: 'as text' },
  ];
}

const copied = (what: string, text: string): CopyChoice => ({ kind: 'copy', what, shown: text, text: harmless(text) });

/** The line of the cursor and what was marked, as they are seen. */
function outputChoices(view: View, data: ScreenData): CopyChoice[] {
  const { detail } = data;
  if (detail === undefined || outputShown(view, detail) === undefined) return [];
  const { paused, marks } = lookingOf(view, detail);
  const page = pageOf(detail);
  const cursor = paused?.cursor;
  const lines = page?.lines ?? [];
  const line =
    cursor === undefined
      ? lines.at(-1)
      : cursor === 'first'
        ? lines[0]
        : lines.find((each) => sameLineId(each, cursor));
  const marked = marks.map(({ text }) => seen(text)).join('\n');
  return [
    ...(line === undefined ? [] : [copied(cursor === undefined ? 'last line' : 'line', seen(line.text))]),
    ...(marks.length === 0
      ? []
      : [
          {
            ...copied('marked lines', marked),
            shown: `${formatPlural(marks.length, 'line')}, ${formatBytes(Buffer.byteLength(marked))}`,
          },
        ]),
    ...(lines.length === 0
      ? []
      : [
          {
            ...copied('lines read', lines.map(({ text }) => seen(text)).join('\n')),
            shown: `the ${lines.length} around the view`,
          },
        ]),
  ];
}

const LINE_UNITS_MAX = 16_384;
const seen = (text: string): string => plainStyled(cleanStyled(text, { unitsMax: LINE_UNITS_MAX }));

/** What is pasted must not press keys: line ends and tabs are all that is left of what is not printed. */
const harmless = (text: string): string => text.replace(/[\0-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/g, '');

function nameOf(selection: Selection, known: Detail | undefined): string | undefined {
  return known?.job?.name ?? ('jobName' in selection ? selection.jobName : undefined);
}

function idOf(selection: Selection, known: Detail | undefined): string | undefined {
  if (known?.kind === 'run') return String(known.run.id);
  switch (selection.kind) {
    case 'run':
    case 'past':
      return String(selection.runId);
    case 'approval':
      return String(selection.approvalId);
    case 'alert':
      return String(selection.alertId);
    case 'job':
      return selection.jobId;
    default:
      return selection.jobId;
  }
}

const DEFAULT_HOME = '~/.openclaw/tui';

/** What shows the same in a shell. */
function commandLine(selection: Selection, known: Detail | undefined, homeLabel: string): string | undefined {
  const home = homeLabel === DEFAULT_HOME ? '' : ` --home ${quoted(homeLabel)}`;
  const words = commandWords(selection, known);
  return words === undefined ? undefined : `openclaw-tui${home} ${words}`;
}

function commandWords(selection: Selection, known: Detail | undefined): string | undefined {
  if (known?.kind === 'run') return `runs show ${known.run.id}`;
  switch (selection.kind) {
    case 'run':
    case 'past':
      return `runs show ${selection.runId}`;
    case 'approval':
      return `approvals show ${selection.approvalId}`;
    case 'alert':
      return 'alerts list';
    default:
      return selection.jobId === undefined ? undefined : `jobs show ${quoted(selection.jobId)}`;
  }
}

const quoted = (word: string): string =>
  /^~?[\w./:@%+=-]*$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
