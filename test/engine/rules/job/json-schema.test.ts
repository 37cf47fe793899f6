import { expect, test } from 'vitest';
import { jobJsonSchema } from '../../../../src/engine/rules/job/json-schema.ts';
import { jobFields } from '../../../../src/store/nouns/job-fields.ts';

type Schema = {
  properties: Record<string, Record<string, unknown>>;
  required: string[];
  additionalProperties: boolean;
};

test('the JSON Schema has every field, needs the name alone and knows nothing else', () => {
  const schema = jobJsonSchema() as unknown as Schema;
  expect(Object.keys(schema.properties)).toEqual(jobFields);
  expect(schema.required).toEqual(['name']);
  expect(schema.additionalProperties).toBe(false);
});

test('a field says its default, its choices and what it is for; what a schema cannot say is a comment', () => {
  const { properties } = jobJsonSchema() as unknown as Schema;
  expect(properties.overlap_policy).toMatchObject({
    default: 'skip',
    enum: ['skip', 'queue', 'allow', 'replace'],
    description: expect.any(String),
    $comment: 'allowed: skip, queue, allow or replace',
  });
  expect(properties.enabled?.anyOf).toEqual([
    { type: 'boolean' },
    { type: 'number', const: 1 },
    { type: 'number', const: 0 },
  ]);
  expect(Object.values(properties).filter((field) => 'allowed' in field)).toEqual([]);
});
