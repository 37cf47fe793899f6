import { framed } from '../layout/frame.ts';
import { blank, type Line, selected, span, spread, toWidth } from '../layout/line.ts';
import type { Scene } from '../scene.ts';
import { cleanLine } from '../text/sanitise.ts';
import { cutRight } from '../text/width.ts';

export type StartChoice = 'import-crontab' | 'first-job' | 'demo';
type Choice = { id: StartChoice; text: string; found: string };

/** What can be begun with; what was not found is left out. */
export function startChoices(scene: Pick<Scene, 'data' | 'canDemo'>): Choice[] {
  const offer = scene.data.crontab;
  const fits = offer?.items.filter((item) => item.kind === 'fits').length ?? 0;
  const choices: Choice[] = [];
  if (offer !== undefined) {
    const rest = offer.items.length - fits;
    const not = rest === 0 ? 'all fit' : `${fits} fit, ${rest} do${rest === 1 ? 'es' : ''} not`;
    const lines = `${offer.items.length} line${offer.items.length === 1 ? '' : 's'} of ${cleanLine(offer.user)}: ${not}`;
    choices.push({ id: 'import-crontab', text: 'Import your crontab', found: lines });
  }
  choices.push({ id: 'first-job', text: 'Write the first job', found: 'the command to type, and the same as JSON' });
  if (scene.canDemo)
    choices.push({ id: 'demo', text: 'Try the demo', found: 'a throw-away home; this one stays empty' });
  return choices;
}

const PROSE_ABOVE = [
  'There are no jobs here yet. Nothing runs and nothing is changed until you',
  'have seen a plan and said yes to it.',
];
const PROSE_BELOW = [
  'Imported jobs arrive paused; E enables one. Cron goes on running its lines',
  'until you remove them there.',
];

const FIRST_JOB = [
  'In another shell:',
  '',
  '  openclaw-tui jobs add --name disk-check --cron "*/10 * * * *" \\',
  '    --shell "df -h /"',
  '',
  'The same as JSON, every field of it in `openclaw-tui jobs schema`:',
  '',
  '  openclaw-tui jobs add \'{"name":"disk-check","schedule_cron":',
  '    "*/10 * * * *","session_target":"shell","payload_message":"df -h /"}\'',
  '',
  'It is here as soon as it is added. r runs it by hand.',
];

/** The first screen of an empty database. */
export function startRows(scene: Scene, width: number, height: number): Line[] {
  const choices = startChoices(scene);
  const { index } = scene.view.start;
  const text = (line: string): Line => [blank(3), span(cutRight(line, width - 4))];
  const writing = scene.view.start.page === 'first-job';
  const upper = writing
    ? [[], ...FIRST_JOB.map(text)]
    : [
        [],
        ...PROSE_ABOVE.map(text),
        [],
        ...choices.map((choice, at) => choiceRow(choice, at === index, width)),
        [],
        ...PROSE_BELOW.slice(0, scene.data.crontab === undefined ? 0 : 2).map(text),
      ];
  const checks = scene.checks.map((check) => checkRow(check.state, check.name, check.text, width));
  const lower = checks.length === 0 ? 0 : Math.min(height - upper.length - 2, Math.max(checks.length + 1, 6));
  const right = writing ? ['Esc back'] : [`${index + 1}/${choices.length}`];
  const top = framed(
    { title: 'Start', tabs: [], active: '', right, focused: true, edges: 'rule' },
    upper,
    width,
    height - Math.max(0, lower),
  );
  if (lower <= 1) return top;
  const machine = framed(
    {
      title: 'This machine',
      tabs: [],
      active: '',
      right: [],
      focused: false,
      edges: 'rule',
    },
    checks,
    width,
    lower,
  );
  return [...top, ...machine];
}

function choiceRow(choice: Choice, chosen: boolean, width: number): Line {
  const left: Line = [blank(1), chosen ? span('▸', 'accent') : blank(1), span(` ${choice.text}`)];
  const line = spread(left, [span(choice.found, 'muted'), blank(2)], width);
  return chosen ? selected(line) : line;
}

const checkRow = (state: 'ok' | 'warn', name: string, text: string, width: number): Line =>
  toWidth(
    [
      blank(1),
      state === 'ok' ? span('✓', 'ok') : span('–', 'warn'),
      span(` ${name.padEnd(9)} `, state === 'ok' ? undefined : 'warn'),
      span(cutRight(cleanLine(text), width - 14), state === 'ok' ? undefined : 'warn'),
    ],
    width,
  );
