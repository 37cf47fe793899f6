import type { PassedOver } from '../../../store/snapshot/pause-scope.ts';
import type { PauseRow } from '../../../store/snapshot/pauses.ts';
import type { ConsoleOptions } from '../../console-options.ts';
import { formatClock, formatPlural } from '../../format/index.ts';
import { type Line, span } from '../../layout/line.ts';
import type { Scene } from '../../scene.ts';
import type { SheetChange } from '../../state/events.ts';
import type { Sheet, SheetContent } from '../../state/sheet.ts';
import { cleanLine } from '../../text/sanitise.ts';
import { standingFirst, textOfTarget, wordsOfTarget } from '../pause-target.ts';
import { prose } from '../prose.ts';
import { firesText, saidRows } from '../scope-rows.ts';
import { byCommand, filled, type OpenSheet, type SheetKind } from '../sheet-kind.ts';
import { whatField } from '../what-field.ts';
import type { ItemOf } from './item-of.ts';

type ResumeItem = ItemOf<'resume'>;

const OTHERS_MAX = 5;

/** Ends a pause that stands; what it held looks again. */
export const resume: SheetKind<ResumeItem> = {
  question: (_item, { pause } = {}) => `Resume ${cleanLine(pause?.named?.words ?? '…')}?`,
  back: 'Cancel',
  fields: ({ content }) => [
    whatField('RESUME', content.pause, { initial: content.pause?.choices[0] ?? '', wants: '↑↓ what is paused' }),
  ],
  buttons: ({ content: { pause } }) =>
    filled('Resume', () =>
      pause?.named === undefined ? { kind: 'act', effects: [] } : byCommand({ kind: 'resume', ...pause.named }),
    ),
  hint: () => '↑↓ another pause, Enter, Enter resumes',
  does: () => 'resumes',
  content: resumeContent,
  recorded: 'plain',
  follows: 'fields',
  read: readResume,
  change: (_sheet, { pause }): SheetChange =>
    pause?.choices.length === 0
      ? { kind: 'over', message: 'not resumed: nothing is paused any more' }
      : { kind: 'same' },
};

const textOf = (pause: PauseRow): string => textOfTarget(pause, pause.jobName);

function readResume({ snapshots }: ConsoleOptions, item: ResumeItem, open?: OpenSheet): SheetContent {
  const pauses = snapshots.pauses();
  const detail = item.jobId === undefined ? undefined : snapshots.detail({ kind: 'job', jobId: item.jobId });
  const { tags = [], resource_pool: pool } = detail?.job?.definition ?? {};
  const first = standingFirst(pauses, item.jobId, tags, pool);
  if (first === undefined) return { pause: { choices: [] } };
  // What stood first when it was opened stays first.
  const order = [first, ...pauses.filter((each) => each !== first)];
  const choices = order.map(textOf);
  const wanted = open?.fields.what ?? textOf(first);
  const standing = order.find((each) => textOf(each) === wanted.trim());
  if (standing === undefined) return { pause: { choices } };
  const { scope, key } = standing;
  const target = { scope, key };
  return {
    pause: {
      choices,
      named: { target, words: wordsOfTarget(target, standing.jobName) },
      standing,
      facts: snapshots.pauseScope.facts(target),
      held: snapshots.pauseScope.held(target),
      skipped: snapshots.pauseScope.passedOver(target, standing.pausedAt),
      others: order.filter((each) => each !== standing).map((each) => wordsOfTarget(each, each.jobName)),
    },
  };
}

function resumeContent({ content: { pause } }: Sheet<ResumeItem>, scene: Scene, width: number): Line[] {
  const { standing, facts, held = 0, skipped, others = [] } = pause ?? {};
  if (standing === undefined || facts === undefined) {
    const known = (pause?.choices ?? []).slice(0, OTHERS_MAX).join(', ');
    return prose([`No such pause. Paused: ${known}`], width).map((line) => line.map((part) => span(part.text, 'warn')));
  }
  const clock = (at: number): string => formatClock(at, scene.now, scene.facts.zone, 'minutes');
  const until = standing.until === undefined ? 'until somebody resumes' : `until ${clock(standing.until)}`;
  const why = standing.note === '' ? '' : `: ${standing.note}`;
  const started =
    held === 0
      ? 'nothing waits for its end'
      : `${formatPlural(held, 'dispatch', 'dispatches')} that waited may start at once, within slots and pools`;
  const more = others.length > OTHERS_MAX ? ` and ${others.length - OTHERS_MAX} more` : '';
  return [
    ...saidRows('SINCE', `${clock(standing.pausedAt)}, by ${standing.pausedBy.name}, ${until}${why}`, width),
    ...saidRows('STARTS', started, width),
    ...saidRows('SKIPPED', skippedText(standing, skipped), width),
    ...saidRows('NEXT', firesText(facts, scene), width),
    ...saidRows(
      'HELD BY',
      others.length === 0 ? '' : `still paused: ${others.slice(0, OTHERS_MAX).join(', ')}${more}`,
      width,
    ),
  ];
}

/** What is lost with it, counted: `12 fire times of 3 jobs came meanwhile and stay skipped`. */
function skippedText({ scope }: PauseRow, skipped: PassedOver | undefined): string {
  const once = scope === 'job' ? '' : '; those of jobs that come once have waited';
  if (skipped === undefined) return `fire times that came meanwhile stay skipped${once}`;
  const { fires, jobs, more } = skipped;
  if (fires === 0 && !more) return 'no fire time has come since';
  const of = scope === 'job' ? '' : ` of ${formatPlural(jobs, 'job')}`;
  const stays = fires === 1 ? 'stays' : 'stay';
  return `${more ? 'at least ' : ''}${formatPlural(fires, 'fire time')}${of} came meanwhile and ${stays} skipped${once}`;
}
