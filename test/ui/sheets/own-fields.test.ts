import { expect, test } from 'vitest';
import { assignments, ownFields, patchIn } from '../../../src/ui/sheets/own-fields.ts';
import { aDefinition } from '../../support/builders.ts';

const base = aDefinition({ name: 'etl', payload_message: 'etl.sh', env: {} });
const reading = (text: string) =>
  ownFields({ own: { base } })
    .find(({ id }) => id === 'env')
    ?.reading(text);

test.each([
  ['DAY=22', { DAY: '22' }],
  ['DAY="22 Nov" NAME=x', { DAY: '22 Nov', NAME: 'x' }],
  [`TOKEN="don't"`, { TOKEN: "don't" }],
  ['EMPTY=', { EMPTY: '' }],
])('%s sets %j', (text, set) => {
  expect(assignments(text)).toEqual(set);
  expect(reading(text)).toMatchObject({ state: 'right' });
});

test.each([`TOKEN=ab'cd`, 'DAY="22 Nov'])('%s has an open quote: nothing is set until it is closed', (text) => {
  expect(assignments(text)).toBeUndefined();
  expect(patchIn(base, { env: text })).toBeUndefined();
  expect(reading(text)).toEqual({ state: 'open', word: 'a quote is open' });
});

test('what is no assignment is said to be none', () => {
  for (const text of ['DAY', '1DAY=2', 'DAY=1 NAME'])
    expect(reading(text)).toEqual({ state: 'wrong', word: 'NAME=value' });
});
