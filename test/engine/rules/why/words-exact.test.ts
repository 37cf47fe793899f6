import { describe, expect, test } from 'vitest';
import { holdersText, placeText, untilText } from '../../../../src/engine/rules/why/line.ts';
import { endText, explainRun, lateText, runCause } from '../../../../src/engine/rules/why/run.ts';
import {
  asArgument,
  awayText,
  clockAndAway,
  clockIn,
  clockText,
  lengthText,
  ordinal,
} from '../../../../src/engine/rules/why/words.ts';
import { aRun, NOON } from '../../../support/builders.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const reader = { now: NOON, zone: 'UTC' };

test.each([
  [-5, '0ms'],
  [999, '999ms'],
  [1_000, '1s'],
  [59_999, '59s'],
  [MINUTE, '1m'],
  [MINUTE + 5_999, '1m05s'],
  [HOUR - 1, '59m59s'],
  [HOUR, '1h'],
  [HOUR + 7 * MINUTE, '1h07m'],
  [DAY - 1, '23h59m'],
  [DAY, '1d'],
  [3 * DAY + 2 * HOUR, '3d02h'],
])('%i ms are %s', (ms, text) => {
  expect(lengthText(ms)).toBe(text);
});

test('an instant is now, ahead or past', () => {
  const away = (ms: number) => awayText(NOON + ms, NOON);
  expect([0, 999, -999].map(away)).toEqual(['now', 'now', 'now']);
  expect([1_000, -1_000, 4 * MINUTE].map(away)).toEqual(['in 1s', '1s ago', 'in 4m']);
  expect(clockAndAway(NOON + HOUR, reader)).toBe('13:00 (in 1h)');
});

test('the nth is counted as it is spoken', () => {
  const nths = [1, 2, 3, 4, 10, 11, 12, 13, 14, 21, 22, 101, 111, 113].map(ordinal);
  expect(nths).toEqual('1st 2nd 3rd 4th 10th 11th 12th 13th 14th 21st 22nd 101st 111th 113th'.split(' '));
});

test('a name is quoted for a shell where it has to be', () => {
  expect(['backup', 'a b', 'x;y', ''].map(asArgument)).toEqual(['backup', "'a b'", "'x;y'", "''"]);
});

test('a clock of another zone is told with the reader’s, the same one alone', () => {
  expect(clockIn(NOON, 'Europe/Berlin', reader)).toBe('13:00 Europe/Berlin (12:00 UTC)');
  expect(clockIn(NOON, 'UTC', reader)).toBe('12:00');
});

test('a day is near within a week of this year, in both directions', () => {
  const near = (days: number) => clockText(NOON + days * DAY, { ...reader, dates: 'near' });
  expect([6, 7, -6, -7].map(near)).toEqual(['Sun 12:00', '30 Nov 12:00', 'Tue 12:00', '16 Nov 12:00']);
  expect(near(60)).toBe('2027-01-22 12:00');
});

describe('who has what is waited for', () => {
  test('a place is told where others wait as well', () => {
    expect(placeText(undefined)).toBe('');
    expect(placeText({ place: 1, of: 1, more: false })).toBe('');
    expect(placeText({ place: 1, of: 1, more: true })).toBe(', 1st of more than 1');
    expect(placeText({ place: 3, of: 7, more: false })).toBe(', 3rd of 7');
  });

  test('the first to be through comes first, three are named and the others counted', () => {
    const holder = (id: number, startedAgo: number | undefined, usualMs?: number) => {
      const { startedAt: _none, ...run } = aRun({ id, jobName: `job ${id}` });
      return {
        ...run,
        ...(startedAgo === undefined ? {} : { startedAt: NOON - startedAgo }),
        ...(usualMs === undefined ? {} : { usualMs }),
      };
    };
    const holders = [
      holder(1, MINUTE),
      holder(2, MINUTE, 3 * MINUTE),
      holder(3, undefined),
      holder(4, MINUTE, 2 * MINUTE),
    ];
    expect(holdersText(reader, holders)).toEqual([
      'run 4 of job 4 holds it since 11:59 (1m), usually 2m, so until about 12:01',
      'run 2 of job 2 holds it since 11:59 (1m), usually 3m, so until about 12:02',
      'run 1 of job 1 holds it since 11:59 (1m)',
      '1 more holds it as well',
    ]);
    expect(holdersText(reader, [holder(3, undefined)])).toEqual(['run 3 of job 3 holds it, about to start']);
    expect(holdersText(reader, holders.slice(0, 3))).toHaveLength(3);
  });

  test('an estimate is to the second within ten minutes, else to the minute, and past its end it is longer', () => {
    const until = (startedAt: number, usualMs: number) => untilText(reader, { ...aRun({ startedAt }), usualMs });
    expect(until(NOON - 500, 10 * MINUTE)).toBe(', usually 10m, so until about 12:10');
    expect(until(NOON, 5 * MINUTE + 7_400)).toBe(', usually 5m07s, so until about 12:05:07');
    expect(until(NOON, 20 * MINUTE + 40_000)).toBe(', usually 20m40s, so until about 12:21');
    expect(until(NOON - 2 * MINUTE, 2 * MINUTE)).toBe(', usually 2m, so until about 12:00');
    expect(until(NOON - 2 * MINUTE - 1, 2 * MINUTE)).toBe(', longer than its usual 2m');
    expect(untilText(reader, aRun())).toBe('');
  });
});

describe('a run is told', () => {
  const { slotAt: _slot, ...byHand } = aRun({
    cause: 'manual',
    requestedBy: { kind: 'person', name: 'ana', via: 'cli' },
  });

  test.each([
    [aRun(), 'by its schedule'],
    [byHand, 'by hand, ana'],
    [aRun({ cause: 'chain' }), 'after its parent'],
    [aRun({ cause: 'chain', triggeredByRun: 4 }), 'after run 4 of its parent'],
    [aRun({ cause: 'retry', retryCount: 2, retryOf: 5 }), 'retry 2, after run 5'],
    [aRun({ cause: 'retry', retryCount: 1 }), 'retry 1, after run ?'],
    [aRun({ cause: 'retry', retryCount: 0, replayOf: 5 }), 'once more in place of run 5, which was lost'],
  ])('%# by its cause: %s', (run, text) => {
    expect(runCause(run)).toBe(text);
  });

  test('by when it started', () => {
    const late = (ms: number) => lateText(NOON, aRun({ startedAt: NOON + ms }));
    expect([-5, 1_000, 1_001, 90_000].map(late)).toEqual([
      'started on time',
      'started on time',
      'started 1s after it',
      'started 1m30s after it',
    ]);
    const { startedAt: _none, ...unstarted } = aRun();
    expect(lateText(NOON, { ...unstarted, status: 'pending' })).toBe('is about to start');
    expect(lateText(NOON, { ...unstarted, status: 'skipped' })).toBe('was not started');
  });

  test('by its end', () => {
    expect(endText(reader, aRun())).toBe('it runs still');
    expect(endText(reader, aRun({ status: 'awaiting_approval' }))).toBe('it waits for approval');
    const ended = aRun({ status: 'error', finishedAt: NOON + 90_000, error: 'exit code 3' });
    expect(endText(reader, ended)).toBe('it ended error at 12:01:30 after 1m30s, exit code 3');
    const { startedAt: _none, ...unstarted } = aRun({ status: 'skipped', finishedAt: NOON });
    expect(endText(reader, unstarted)).toBe('it ended skipped at 12:00');
  });

  test('whole, with its fire time where it has one', () => {
    const ended = { status: 'ok', finishedAt: NOON + 5_000 } as const;
    expect(explainRun(aRun(ended), 'UTC', reader)).toBe(
      'run 7 ran by its schedule for 12:00, started on time; it ended ok at 12:00:05 after 5s',
    );
    expect(explainRun({ ...byHand, ...ended }, 'UTC', reader)).toBe(
      'run 7 ran by hand, ana; it ended ok at 12:00:05 after 5s',
    );
  });
});
