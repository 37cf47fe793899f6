import type { ImportOffer } from '../import/offers.ts';
import { framed } from '../layout/frame.ts';
import { blank, type Line, selected, span, spread, toWidth, widthOfLine } from '../layout/line.ts';
import type { Scene } from '../scene.ts';
import { inKeys } from '../state/actions/key-words.ts';
import { cutWords } from '../text/cut-words.ts';
import { cleanLine } from '../text/sanitise.ts';
import { cutLeft, wrapText } from '../text/width.ts';

export type StartChoice = ImportOffer['source'] | 'first-job' | 'demo';
type Choice = { id: StartChoice; text: string; found: string };

/** What can be begun with; what was not found is left out. */
export function startChoices(scene: Pick<Scene, 'data' | 'canDemo' | 'view'>): Choice[] {
  const offers = (scene.data.offers ?? []).map(
    ({ source, title, found }): Choice => ({ id: source, text: title, found: cleanLine(found) }),
  );
  const write: Choice = {
    id: 'first-job',
    text: scene.data.counters.jobs === 0 ? 'Write the first job' : 'Write a job',
    found: 'a form, with the next fire times as you type',
  };
  const demo: Choice = { id: 'demo', text: 'Try the demo', found: 'a throw-away home; this one stays empty' };
  return [...offers, write, ...(scene.canDemo && scene.data.counters.jobs === 0 ? [demo] : [])];
}

const ABOVE_FIRST = [
  'There are no jobs here yet. Nothing runs and nothing is changed until you',
  'have seen a plan and said yes to it.',
];
const ABOVE_MORE = ['Nothing runs and nothing is changed until you have seen a plan and said', 'yes to it.'];
const BELOW = [
  'Imported jobs arrive paused. Cron goes on running its lines until you move',
  'a job over: that comments its line out and starts it here, and {undo} undoes it.',
];
const BELOW_OTHER = ['Imported jobs arrive paused: what ran them so far goes on until you switch it', 'off there.'];

/** The first screen of an empty database, and later where somebody wants to import. */
export function startRows(scene: Scene, width: number, height: number): Line[] {
  const choices = startChoices(scene);
  const { index } = scene.view.start;
  const offers = scene.data.offers;
  const below = offers?.some(({ source }) => source === 'crontab') ? BELOW : offers?.length ? BELOW_OTHER : [];
  const upper: Line[] = [
    [],
    ...prose(scene.data.counters.jobs === 0 ? ABOVE_FIRST : ABOVE_MORE, width),
    [],
    ...(offers === undefined ? [looking] : []),
    ...choices.map((choice, at) => choiceRow(choice, at === index, width)),
  ];
  const rest = [
    [],
    ...prose(
      below.map((line) => inKeys(line, scene.keyboard)),
      width,
    ),
  ];
  // A sentence that is cut in the middle says less than none.
  if (upper.length + rest.length < height) upper.push(...rest);
  const checks = scene.checks.map((check) => checkRow(check.state, check.name, check.text, width));
  const wanted = checks.length === 0 ? 0 : Math.min(height - upper.length - 2, Math.max(checks.length + 1, 7));
  // A title without a row below it says nothing.
  const lower = wanted > 1 ? wanted : 0;
  const start = {
    tabs: [],
    active: '',
    right: [`${index + 1}/${choices.length}`],
    focused: true,
    edges: 'rule',
  } as const;
  const title = scene.data.counters.jobs === 0 ? 'Start' : 'Import';
  const top = framed({ title, ...start }, upper, width, height - lower);
  if (lower === 0) return top;
  const right = width < 70 ? [] : ['all checks: openclaw-tui doctor'];
  const machine = { title: 'This machine', tabs: [], active: '', right, focused: false, edges: 'rule' } as const;
  return [...top, ...framed(machine, checks, width, lower)];
}

const looking: Line = [blank(3), span('looking for a crontab, OpenClaw and systemd timers', 'muted')];

/** Sentences as they stand on 80 columns, and wrapped anew where there are fewer. */
function prose(lines: readonly string[], width: number): Line[] {
  const room = width - 4;
  const fits = lines.every((line) => line.length <= room);
  const shown = fits ? lines : wrapText(lines.join(' '), room).lines.map((line) => line.trim());
  return shown.map((line): Line => [blank(3), span(line)]);
}

function choiceRow(choice: Choice, chosen: boolean, width: number): Line {
  const left: Line = [blank(1), chosen ? span('▸', 'accent') : blank(1), span(` ${choice.text}`)];
  const room = width - widthOfLine(left) - 4;
  const line = spread(left, [span(cutWords(choice.found, room), 'muted'), blank(2)], width);
  return chosen ? selected(line) : line;
}

/** What tells paths apart stands at their end. */
const checkText = (text: string, columns: number): string =>
  text.startsWith('/') ? cutLeft(text, columns) : cutWords(text, columns);

const checkRow = (state: 'ok' | 'warn', name: string, text: string, width: number): Line =>
  toWidth(
    [
      blank(1),
      state === 'ok' ? span('✓', 'ok') : span('–', 'warn'),
      span(` ${name.padEnd(9)} `, state === 'ok' ? undefined : 'warn'),
      span(checkText(cleanLine(text), width - 14), state === 'ok' ? undefined : 'warn'),
    ],
    width,
  );
