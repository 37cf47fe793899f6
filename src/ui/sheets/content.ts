import type { CrontabItem } from '../console-options.ts';
import {
  changeWhole,
  envFact,
  fromFact,
  lapsesFact,
  recordFact,
  runsFact,
  whereFact,
  yesFact,
} from '../detail/approval-facts.ts';
import { commandRows } from '../detail/job-rows.ts';
import { labelled, roomOf } from '../detail/labelled.ts';
import { processRows } from '../detail/run-rows.ts';
import { formatDuration, formatTimeOfDay } from '../format/index.ts';
import { blank, type Line, span } from '../layout/line.ts';
import type { Scene } from '../scene.ts';
import type { Sheet } from '../state/sheet.ts';
import { cleanLine, spellOut } from '../text/sanitise.ts';
import { cutMiddle, cutRight, padEnd, wrapText } from '../text/width.ts';
import { leaveContent, takeOverContent } from './engine-content.ts';
import { prose } from './prose.ts';

/** Everything a sheet shows above its buttons, however long: nothing of what will be executed is cut. */
export function sheetContent(sheet: Sheet, scene: Scene, width: number): Line[] {
  const { item, content } = sheet;
  switch (item.kind) {
    case 'approve':
    case 'reject':
      return content.detail?.kind === 'approval' ? approvalContent(sheet, scene, width) : gone(width);
    case 'run':
      return [...jobContent(sheet, scene, width), ...forecastFact(content.forecast, width)];
    case 'cancel-run':
      return cancelContent(sheet, scene, width);
    case 'enable':
      return [
        ...prose(['Its schedule starts again from now; nothing that was missed is run.'], width),
        [],
        ...jobContent(sheet, scene, width),
      ];
    case 'disable':
      return [
        ...prose(['What runs goes on to its end. What waits in the queue is cancelled.'], width),
        [],
        ...jobContent(sheet, scene, width),
      ];
    case 'delete':
      return [
        ...prose(
          [
            'Its active runs are stopped; its waiting dispatches and approvals are closed.',
            'The job’s row is kept so that runs, audit and alerts still name it. This is not undone.',
          ],
          width,
        ),
        [],
        ...jobContent(sheet, scene, width),
      ];
    case 'leave':
      return leaveContent(sheet, item.canDetach, width);
    case 'take-over':
      return takeOverContent(item.owner, width);
    case 'unlock':
      return prose(
        [
          'It keeps fingers from keys that change something, and nobody from this sheet.',
          'It is gone with the console in any case: the next one begins unlocked.',
        ],
        width,
      );
    case 'import':
      return importContent(sheet, width);
  }
}

const gone = (width: number): Line[] => prose(['It is not there any more.'], width);

function approvalContent({ content }: Sheet, scene: Scene, width: number): Line[] {
  const detail = content.detail;
  if (detail?.kind !== 'approval') return [];
  return [
    ...runsFact(detail, width),
    ...whereFact(detail, scene, width, 'whole'),
    ...envFact(detail, width),
    ...fromFact(detail, scene, width),
    ...changeWhole(detail, scene, width),
    ...recordFact(detail.job, scene, width),
    ...yesFact(detail, content.forecast, width),
    ...lapsesFact(detail, scene, 'sheet'),
  ];
}

const jobContent = ({ content }: Sheet, scene: Scene, width: number): Line[] =>
  content.detail === undefined || content.detail.job === undefined
    ? gone(width)
    : commandRows(content.detail.job, scene, width);

const forecastFact = (forecast: string | undefined, width: number): Line[] =>
  forecast === undefined
    ? []
    : labelled(
        'NOW',
        wrapText(cleanLine(forecast), roomOf(width)).lines.map((line): Line => [span(line)]),
      );

function cancelContent(sheet: Sheet, scene: Scene, width: number): Line[] {
  const { content, stage } = sheet;
  const detail = content.detail;
  const run = detail?.kind === 'run' ? detail.run : undefined;
  const alive = content.processes ?? [];
  const status: Line[] = [];
  if (stage.kind === 'dying') {
    const ended = Math.max(0, stage.processCount - alive.length);
    const over = run?.finishedAt !== undefined;
    const killInMs = stage.sinceAt + stage.graceMs - scene.now;
    const last = over
      ? `run is over: ${run?.status ?? ''}`
      : killInMs > 0
        ? `KILL in ${formatDuration(killInMs)}`
        : 'KILL sent';
    const text = `TERM sent ${formatTimeOfDay(stage.sinceAt, scene.facts.zone)}   ${ended} of ${stage.processCount} ended   ${last}`;
    status.push([blank(1), span(text, over ? 'ok' : 'text')], []);
  }
  const head: Line[] =
    stage.kind === 'dying' || run === undefined
      ? []
      : [
          ...labelled('RUN', [
            [
              span(
                cutRight(
                  `${run.id} ${cleanLine(run.jobName)}, ${run.status} ${formatDuration(scene.now - (run.startedAt ?? run.createdAt))}`,
                  roomOf(width),
                ),
              ),
            ],
          ]),
          ...labelled('ENDS', [[span('TERM to every process below, KILL after the grace')]]),
          [],
        ];
  return [...status, ...head, ...processRows(alive, width)];
}

function importContent({ content }: Sheet, width: number): Line[] {
  const offer = content.crontab;
  if (offer === undefined) return gone(width);
  const fits = offer.items.filter((item) => item.kind === 'fits').length;
  const head = `${fits} of ${offer.items.length} lines become jobs. They arrive paused; cron goes on running its lines.`;
  return [...prose([head], width), [], ...offer.items.flatMap((item) => importRows(item, width))];
}

/** What a line becomes; the command is whole, because it is what will run. */
function importRows(item: CrontabItem, width: number): Line[] {
  const line = `line ${item.line}`.padEnd(9);
  if (item.kind === 'refused') {
    const because = wrapText(cleanLine(item.because), width - 13).lines;
    return [
      [blank(1), span('–', 'warn'), span(` ${line}`, 'muted'), span(cutRight(cleanLine(item.text), width - 13))],
      ...because.map((text): Line => [blank(12), span(text, 'warn')]),
    ];
  }
  const command = wrapText(spellOut(item.command), width - 13).lines;
  const name = padEnd(cutMiddle(cleanLine(item.name), 28), 28);
  return [
    [
      blank(1),
      span('✓', 'ok'),
      span(` ${line}`, 'muted'),
      span(`${name}  ${cutRight(cleanLine(item.schedule), width - 43)}`),
    ],
    ...command.map((text): Line => [blank(12), span(text, 'muted')]),
    ...item.notes
      .flatMap((note) => wrapText(cleanLine(note), width - 13).lines)
      .map((text): Line => [blank(12), span(text, 'warn')]),
  ];
}
