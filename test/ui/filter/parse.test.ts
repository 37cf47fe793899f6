import { describe, expect, test } from 'vitest';
import { factsOf } from '../../../src/ui/filter/facts.ts';
import { matches } from '../../../src/ui/filter/matches.ts';
import { parseFilter, valueHint } from '../../../src/ui/filter/parse.ts';
import type { AnyRow, ListId } from '../../../src/ui/state/view.ts';
import { aDueRow, aLiveRun, anAlert, anApproval, aPastRun, NOW } from '../scenes/builders.ts';

const RUN = aPastRun(8, 'etl-orders-hourly', {
  status: 'error',
  exitCode: 127,
  cause: 'manual',
  by: 'ana',
  tags: ['node'],
});
const isMet = (filter: string, row: AnyRow = RUN, id: ListId = 'runs.recent') =>
  matches(parseFilter(filter), factsOf(id, row));

describe('a filter', () => {
  test.each([
    ['', true],
    ['ORDERS', true],
    ['etl hourly', true],
    ['etl daily', false],
    ['!etl', false],
    ['!daily', true],
    ['~eoh', true],
    ['~zq', false],
    ['/^etl.*ly$/', true],
    ['!/^etl/', false],
    ['/^orders/', false],
    ['status:failed', true],
    ['status:error', true],
    ['status:faild', false],
    ['status:rror', false],
    ['tag:ode', false],
    ['!status:ok', true],
    ['exit:127', true],
    ['exit:12', false],
    ['job:orders by:ana', true],
    ['cause:hand', true],
    ['tag:node', true],
    ['tag:python', false],
    ['pool:io', false],
    ['"etl-orders"', true],
  ])('%s: %s', (filter, met) => expect(isMet(filter)).toBe(met));

  test.each([
    ['a job that is on', {}, ['on']],
    ['one that is off', { enabled: false, disabledBecause: 'not needed' }, ['disabled']],
    ['one that a pause holds, its own or of its tag', { paused: true }, ['paused']],
    ['one that runs while it is paused', { paused: true, active: true }, ['running', 'paused']],
    ['one that is off and paused', { enabled: false, paused: true }, ['disabled', 'paused']],
    [
      'an imported one, whose plan said paused',
      { enabled: false, disabledBecause: 'cron runs it' },
      ['disabled', 'paused'],
    ],
  ])('%s is found by its own words and by no other', (_what, more, words) => {
    const row = { ...aDueRow('a', NOW, ''), lastStatus: 'ok', ...more };
    const found = ['on', 'running', 'disabled', 'paused'].filter((word) => isMet(`status:${word}`, row, 'jobs.all'));
    expect(found.toSorted()).toEqual(words.toSorted());
  });

  test('asks every kind of row for what it has', () => {
    expect(
      isMet('status:queued pool:io', { ...aLiveRun(1, 'a', NOW), kind: 'queued', blockedOn: 'pool:io' }, 'runs.now'),
    ).toBe(true);
    expect(isMet('risk:high', anApproval(1, 'a', { risk: 'high' }), 'approvals.pending')).toBe(true);
    expect(isMet('kind:failing', anAlert(1, 'a'), 'alerts.open')).toBe(true);
  });

  test('capitals make no difference, neither in what is typed nor in the row', () => {
    const row = aPastRun(8, 'ETL-Orders', { by: 'Ana' });
    for (const filter of ['etl', 'ETL', 'by:ana', 'BY:ANA', '/^etl/', '~eo'])
      expect([filter, isMet(filter, row)]).toEqual([filter, true]);
  });

  test('of very many terms the first sixteen count, of a very long one two hundred letters', () => {
    expect(parseFilter('a '.repeat(40)).terms).toHaveLength(16);
    expect(parseFilter('a'.repeat(900)).terms).toEqual([{ kind: 'word', text: 'a'.repeat(200), negated: false }]);
  });

  test('a field that does not exist is named, with the nearest; a time of day is none', () => {
    expect(parseFilter('statsu:ok').problem).toBe('no field called statsu; status?');
    expect(parseFilter('qq:ok').problem).toContain('no field called qq: status, job, tag');
    expect(parseFilter('02:30')).toMatchObject({ terms: [{ kind: 'word', text: '02:30' }] });
  });

  test('a pattern may be half typed', () => {
    expect(parseFilter('/a(').problem).toBe('no pattern yet: missing closing ): `a(`');
    expect(parseFilter('/a b/ c').terms.map(({ kind }) => kind)).toEqual(['regex', 'word']);
    expect(parseFilter('status:').terms).toEqual([]);
  });

  test('anything at all can be typed', () => {
    const letters = [...'/!~:"\\()[]{}*+?|^$. ab1é\u{1F600}\ud800\0', 'status:', 'exit:', '//', '(?', '\\'];
    let seed = 7;
    const next = (most: number): number => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return seed % most;
    };
    for (let round = 0; round < 5_000; round += 1) {
      const text = Array.from({ length: next(24) }, () => letters[next(letters.length)]).join('');
      const filter = parseFilter(text);
      expect(filter.terms.length).toBeLessThanOrEqual(16);
      expect(typeof matches(filter, factsOf('runs.recent', RUN))).toBe('boolean');
    }
  });
});

test.each([
  ['status:faild', 'no status is faild; failed?'],
  ['risk:hgih', 'no risk is hgih; high?'],
  ['status:fail', undefined],
  ['status:running tag:x', undefined],
])('%s is told with what was probably meant', (text, hint) => {
  expect(valueHint(parseFilter(text))).toBe(hint);
});
