import { describe, expect, test } from 'vitest';
import { pauseOf, pauseText } from '../../../src/engine/rules/pause.ts';
import type { Pause } from '../../../src/store/nouns/pause.ts';
import { ANA, aJob, NOON } from '../../support/builders.ts';

const HOUR_MS = 3_600_000;
const aPause = (changes: Partial<Pause> = {}): Pause => ({
  scope: 'all',
  key: '',
  note: '',
  pausedAt: NOON,
  pausedBy: ANA,
  ...changes,
});
const job = aJob({ resource_pool: 'io', tags: ['night', 'disk'] });

describe('a pause covers', () => {
  test.each([
    ['everything', aPause(), true],
    ['the job by its id', aPause({ scope: 'job', key: 'j1' }), true],
    ['no other job', aPause({ scope: 'job', key: 'j2' }), false],
    ['the job by its pool', aPause({ scope: 'pool', key: 'io' }), true],
    ['no other pool', aPause({ scope: 'pool', key: 'gpu' }), false],
    ['the job by any of its tags', aPause({ scope: 'tag', key: 'disk' }), true],
    ['no other tag, nor a part of one', aPause({ scope: 'tag', key: 'dis' }), false],
    ['until its end, not at it', aPause({ until: NOON }), false],
    ['before its end', aPause({ until: NOON + 1 }), true],
  ])('%s', (_what, pause, holds) => {
    expect(pauseOf(job, [pause], NOON)).toEqual(holds ? pause : undefined);
  });
});

test('of several the one that holds for the longest counts, and one without an end holds longer than any', () => {
  const short = aPause({ scope: 'job', key: 'j1', until: NOON + HOUR_MS });
  const long = aPause({ scope: 'pool', key: 'io', until: NOON + 2 * HOUR_MS });
  const endless = aPause({ scope: 'tag', key: 'night' });
  expect(pauseOf(job, [short, long], NOON)).toBe(long);
  expect(pauseOf(job, [short, endless, long], NOON)).toBe(endless);
  expect(pauseOf(aJob(), [short, long, endless], NOON)).toBe(short);
});

test('a pause says what, who, until when and why', () => {
  expect(pauseText(aPause())).toBe('everything is paused by ana');
  expect(pauseText(aPause({ scope: 'pool', key: 'io', until: NOON + HOUR_MS, note: 'disks' }))).toBe(
    'pool io is paused by ana until 2026-11-23 13:00 UTC: disks',
  );
  expect(pauseText(aPause({ scope: 'job', key: 'j1', note: 'broken' }))).toBe('the job is paused by ana: broken');
});
