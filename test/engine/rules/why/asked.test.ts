import { expect, test } from 'vitest';
import { readAsked } from '../../../../src/engine/rules/why/asked.ts';
import { NOON } from '../../../support/builders.ts';

const iso = (text: string): number => Date.parse(text);
const MINUTE = 60_000;

test.each([
  ['02:30', 'UTC', '2026-11-23T02:30:00Z', MINUTE],
  ['2:30', 'Europe/Berlin', '2026-11-23T01:30:00Z', MINUTE],
  ['02:30:07', 'UTC', '2026-11-23T02:30:07Z', 1_000],
  ['2026-11-20 02:30', 'America/New_York', '2026-11-20T07:30:00Z', MINUTE],
  ['2026-11-20T02:30', 'UTC', '2026-11-20T02:30:00Z', MINUTE],
  ['2026-11-20T02:30:00+02:00', 'America/New_York', '2026-11-20T00:30:00Z', MINUTE],
  ['2026-11-20T02:30:09Z', 'UTC', '2026-11-20T02:30:09Z', 1_000],
  ['today 02:30', 'UTC', '2026-11-23T02:30:00Z', MINUTE],
  ['yesterday 02:30', 'Europe/Berlin', '2026-11-22T01:30:00Z', MINUTE],
  ['yesterday 02:30', 'Pacific/Kiritimati', '2026-11-22T12:30:00Z', MINUTE],
  ['tomorrow 2:30', 'UTC', '2026-11-24T02:30:00Z', MINUTE],
  ['Sun 02:30', 'UTC', '2026-11-22T02:30:00Z', MINUTE],
  ['tuesday 02:30:07', 'UTC', '2026-11-17T02:30:07Z', 1_000],
  ['Mon 02:30', 'UTC', '2026-11-23T02:30:00Z', MINUTE],
  ['Mon 12:00', 'UTC', '2026-11-23T12:00:00Z', MINUTE],
  ['Mon 12:01', 'UTC', '2026-11-16T12:01:00Z', MINUTE],
  ['in 2h', 'UTC', '2026-11-23T14:00:00Z', MINUTE],
])('S-3 %s in %s is an instant, a minute of it unless seconds are written', (text, zone, at, length) => {
  expect(readAsked(text, zone, NOON)).toMatchObject({
    kind: 'ok',
    asked: { from: iso(at), until: iso(at) + length },
  });
});

test('S-2 a wall time that the clocks skip is where it would have been, one they show twice is the first of both', () => {
  expect(readAsked('2026-03-29 02:30', 'Europe/Berlin', NOON)).toMatchObject({
    asked: { from: iso('2026-03-29T01:30:00Z'), isSkipped: true },
  });
  expect(readAsked('2026-10-25 02:30', 'Europe/Berlin', NOON)).toMatchObject({
    asked: { from: iso('2026-10-25T00:30:00Z'), againAt: iso('2026-10-25T01:30:00Z') },
  });
});

test.each([
  '',
  'noon',
  'someday 02:30',
  'mo 02:30',
  'yesterday',
  '25:00',
  '2026-02-30 10:00',
  '2026-11-20T02:30:00Europe',
])('"%s" is no time', (text) => {
  expect(readAsked(text, 'UTC', NOON)).toMatchObject({ kind: 'refused', reason: expect.stringMatching(/^.{10,}/) });
});
