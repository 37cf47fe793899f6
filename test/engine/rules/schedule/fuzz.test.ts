import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkCron, type Schedule, wallTime } from '../../../../src/engine/rules/schedule/index.ts';
import { nextSlotCounted } from '../../../../src/engine/rules/schedule/slots.ts';
import { offsetMinutes } from './cronie-reference.ts';
import { changeDays } from './sweep.ts';

const ZONES = [
  'America/New_York',
  'Europe/London',
  'Australia/Lord_Howe',
  'Asia/Kolkata',
  'America/Sao_Paulo',
  'Pacific/Apia',
  'America/Santiago',
  'Africa/Cairo',
  'Africa/Casablanca',
  'Antarctica/Troll',
  'Antarctica/Casey',
  'Pacific/Chatham',
  'America/Caracas',
  'Asia/Pyongyang',
  'Asia/Gaza',
  'America/St_Johns',
  'UTC',
];

const RUNS = 20_000;
const YEARS = [2009, 2010, 2011, 2014, 2018, 2024, 2026, 2029];
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;
// An expression that never fires costs nine years of months (110 steps); a stretch of the zone is one more each.
const STEPS_MAX = 256;

test(`S-2 ${RUNS} random expressions, zones and instants near clock changes keep the promises of the search`, () => {
  const nearChanges = new Map(ZONES.map((zone) => [zone, changesOf(zone)]));
  let accepted = 0;
  let dearest = 0;
  const property = (expression: string, zone: string, dst: 'cronie' | 'skip' | 'wall', pick: number, shift: number) => {
    if (checkCron(expression, zone, 'job').kind === 'refused') return;
    accepted++;
    const instants = nearChanges.get(zone) ?? [];
    const after = (instants[pick % instants.length] ?? 0) + shift;
    const schedule: Schedule = { kind: 'cron', expression, zone, dst, seed: 'job' };
    dearest = Math.max(dearest, keepsItsPromises(schedule, zone, after));
  };

  fc.assert(
    fc.property(
      anExpression(),
      fc.constantFrom(...ZONES),
      fc.constantFrom('cronie', 'skip', 'wall'),
      fc.nat(1000),
      fc.integer({ min: -26 * HOUR_MS, max: 26 * HOUR_MS }),
      property,
    ),
    { numRuns: RUNS, seed: 20_260_329 },
  );

  expect(accepted).toBeGreaterThan(RUNS * 0.9);
  expect(dearest).toBeLessThanOrEqual(STEPS_MAX);
}, 120_000);

test('S-1 whatever is typed is accepted or refused with a reason, never thrown', () => {
  const typed = fc.oneof(
    fc.string({ maxLength: 40 }),
    fc.string({ unit: fc.constantFrom(...'0123456789*/,-LW#H?@() JANMONfri'), maxLength: 30 }),
  );
  fc.assert(
    fc.property(typed, (expression) => {
      const check = checkCron(expression, 'UTC', 'job');
      if (check.kind === 'refused') return /^(?!cron-parser)./.test(check.reason);
      nextSlotCounted({ kind: 'cron', expression, zone: 'UTC', dst: 'cronie', seed: 'job' }, 0, { steps: 0 });
      return true;
    }),
    { numRuns: RUNS, seed: 20_261_101 },
  );
});

/** Checks two slots in a row and the questions between them; returns what the dearest search cost. */
function keepsItsPromises(schedule: Schedule, zone: string, after: number): number {
  const cost = { steps: 0 };
  const first = nextSlotCounted(schedule, after, cost);
  if (first === undefined) return cost.steps;
  expect(first.at).toBeGreaterThan(after);
  const clock = wallTime(first.at, zone);
  expect(first.wall).toContain(`${pad(clock.day)}T${pad(clock.hour)}:${pad(clock.minute)}`);

  const secondCost = { steps: 0 };
  const second = nextSlotCounted(schedule, first.at, secondCost);
  const fresh = (at: number) => nextSlotCounted(schedule, at, { steps: 0 });
  expect(fresh(first.at - 1)).toEqual(first);
  expect(fresh(Math.floor((after + first.at - 1) / 2))).toEqual(first);
  if (second !== undefined) {
    expect(second.at).toBeGreaterThan(first.at);
    expect(fresh(second.at - 1)).toEqual(second);
    expect(fresh(Math.floor((first.at + second.at) / 2) - 1)).toEqual(second.at - first.at > 1 ? second : first);
  }
  return Math.max(cost.steps, secondCost.steps);
}

function pad(value: number): string {
  return String(value).padStart(2, '0');
}

/** The instants of a zone's changes in the years, to the minute; New Year where it has none. */
function changesOf(zone: string): number[] {
  const read = offsetMinutes(zone);
  const changes = YEARS.flatMap((year) =>
    changeDays(zone, Date.UTC(year, 0, 1), Date.UTC(year + 1, 0, 1)).map((day) => {
      let low = day;
      let high = day + DAY_MS;
      while (high - low > 60_000) {
        const middle = low + Math.floor((high - low) / 120_000) * 60_000;
        if (read(middle) === read(day)) low = middle;
        else high = middle;
      }
      return high;
    }),
  );
  return changes.length > 0 ? changes : YEARS.map((year) => Date.UTC(year, 0, 1));
}

function anExpression(): fc.Arbitrary<string> {
  const fields: fc.Arbitrary<string>[] = [
    aField(0, 59),
    fc.oneof(aField(0, 23), aField(0, 4)),
    fc.oneof(fc.constant('*'), aField(1, 31), fc.constantFrom('L', '1,L', '*/2', 'H')),
    fc.oneof({ weight: 3, arbitrary: fc.constant('*') }, { weight: 1, arbitrary: aField(1, 12) }),
    fc.oneof(fc.constant('*'), aField(0, 7), fc.constantFrom('SAT-SUN', '5L', '0#1,3#2', 'mon,0L', '5#5')),
  ];
  const seconds = fc.oneof(
    { weight: 4, arbitrary: fc.constant('') },
    { weight: 1, arbitrary: aField(0, 59).map((field) => `${field} `) },
  );
  return fc.tuple(seconds, ...fields).map(([second, ...rest]) => `${second}${rest.join(' ')}`);
}

function aField(min: number, max: number): fc.Arbitrary<string> {
  const value = fc.integer({ min, max });
  const size = max - min + 1;
  return fc.oneof(
    { weight: 3, arbitrary: value.map(String) },
    { weight: 1, arbitrary: fc.constant('*') },
    { weight: 1, arbitrary: fc.integer({ min: 1, max: Math.min(size, 7) }).map((step) => `*/${step}`) },
    { weight: 2, arbitrary: fc.tuple(value, value).map(([from, to]) => `${from}-${to}`) },
    { weight: 2, arbitrary: fc.array(value, { minLength: 2, maxLength: 4 }).map((list) => list.join(',')) },
    { weight: 1, arbitrary: fc.constant('H') },
  );
}
