import type { ConsoleOptions } from '../../console-options.ts';
import { formatClock } from '../../format/index.ts';
import { type Line, span } from '../../layout/line.ts';
import type { Scene } from '../../scene.ts';
import type { Sheet, SheetContent } from '../../state/sheet.ts';
import { cleanLine } from '../../text/sanitise.ts';
import { EVERYTHING, readTarget } from '../pause-target.ts';
import { prose } from '../prose.ts';
import { firesText, jobsText, runningText, saidRows } from '../scope-rows.ts';
import { noteField } from '../sheet-fields.ts';
import { byCommand, filled, type OpenSheet, type SheetField, type SheetKind } from '../sheet-kind.ts';
import { lengthTo, readUntilField, untilField } from '../until-field.ts';
import { whatField } from '../what-field.ts';
import type { ItemOf } from './item-of.ts';

type PauseItem = ItemOf<'pause'>;

const UNTIL_CHOICES = ['30m', '2h', '18:00', 'tomorrow 06:00'];

/** Of a job, a tag, a pool or everything: nothing new starts until then. */
export const pause: SheetKind<PauseItem> = {
  question: (_item, { pause: asked } = {}) => `Pause ${cleanLine(asked?.named?.words ?? '…')}?`,
  back: 'Cancel',
  fields: ({ content }) => fieldsOf(content),
  buttons: ({ content, fields }) =>
    filled('Pause', () => {
      const { named } = content.pause ?? {};
      if (named === undefined) return { kind: 'act', effects: [] };
      const until = content.until?.kind === 'until' ? { until: content.until.at } : {};
      return byCommand({ kind: 'pause', ...named, note: (fields.note ?? '').trim(), ...until });
    }),
  hint: () => 'name it or ↑↓, Enter, Enter pauses',
  does: () => 'pauses',
  content: pauseContent,
  recorded: 'plain',
  follows: 'fields',
  read: readPause,
};

const fieldsOf = (content: SheetContent): SheetField[] => [
  whatField('PAUSE', content.pause, {
    initial: content.pause?.choices[0] ?? EVERYTHING,
    wants: 'a job, tag:NAME, pool:NAME or everything',
  }),
  untilField(content.until, { choices: UNTIL_CHOICES, empty: 'until resumed' }),
  noteField,
];

function readPause(options: ConsoleOptions, item: PauseItem, open?: OpenSheet): SheetContent {
  const { snapshots } = options;
  const detail = item.jobId === undefined ? undefined : snapshots.detail({ kind: 'job', jobId: item.jobId });
  const known = detail?.job === undefined ? {} : { jobId: detail.job.id, jobName: detail.job.name };
  const { tags = [], resource_pool: pool } = detail?.job?.definition ?? {};
  const choices = [
    ...(known.jobName === undefined ? [] : [known.jobName]),
    ...tags.map((tag) => `tag:${tag}`),
    ...(pool === undefined ? [] : [`pool:${pool}`]),
    EVERYTHING,
  ];
  const reading = readTarget(open?.fields.what ?? known.jobName ?? EVERYTHING, snapshots, known);
  const until = readUntilField(options, open?.fields.until ?? '');
  if (reading.kind !== 'named')
    return { until, pause: { choices, ...(reading.kind === 'refused' ? { refusal: reading.reason } : {}) } };
  const { named } = reading;
  const { scope, key } = named.target;
  const standing = snapshots.pauses().find((each) => each.scope === scope && each.key === key);
  const facts = snapshots.pauseScope.facts(named.target);
  return { until, pause: { choices, named, facts, ...(standing === undefined ? {} : { standing }) } };
}

function pauseContent({ content: { pause: asked, until } }: Sheet<PauseItem>, scene: Scene, width: number): Line[] {
  if (asked?.named === undefined || asked.facts === undefined) {
    return prose([asked?.refusal ?? 'A job by its name, tag:NAME, pool:NAME, or everything.'], width).map((line) =>
      line.map((part) => span(part.text, asked?.refusal === undefined ? 'text' : 'warn')),
    );
  }
  const { named, facts, standing } = asked;
  const many = named.target.scope === 'job' ? '' : ` (${jobsText(facts)})`;
  const waits = facts.waiting === 0 ? '' : `${facts.waiting} in the queue may wait for the end of it`;
  const next = firesText(facts, scene);
  return [
    ...prose([`Nothing new starts of ${cleanLine(named.words)}${many} ${endText(until, scene)}.`], width),
    ...saidRows('STANDS', standing === undefined ? '' : standingText(standing, scene), width),
    ...saidRows('GOES ON', runningText(facts), width),
    ...saidRows('WAITS', waits, width),
    ...saidRows('SKIPS', next === '' ? 'no fire time is due' : `${next} and what follows`, width),
    ...saidRows('BY HAND', 'a run by hand starts all the same', width),
  ];
}

function endText(until: SheetContent['until'], { now, facts }: Scene): string {
  if (until?.kind !== 'until') return 'until somebody resumes it';
  return `until ${formatClock(until.at, now, facts.zone, 'minutes')}, in ${lengthTo(until.at, now)}`;
}

function standingText(
  { pausedAt, pausedBy, note }: { pausedAt: number; pausedBy: { name: string }; note: string },
  { now, facts }: Scene,
): string {
  const why = note === '' ? '' : `: ${note}`;
  return `paused since ${formatClock(pausedAt, now, facts.zone, 'minutes')} by ${pausedBy.name}${why}; this changes its end and note`;
}
