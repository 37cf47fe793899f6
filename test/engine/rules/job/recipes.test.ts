import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parseJob, patchJob, readJobJson } from '../../../../src/engine/rules/job/index.ts';
import { aDefinition, context, linesOf } from './job-texts.ts';

type Recipe = { recipe: string; change: boolean; fields: Record<string, unknown> };

const text = readFileSync(new URL('../../../fixtures/job-recipes.json', import.meta.url), 'utf8');
const read = readJobJson(text);
const recipes = read.kind === 'ok' ? (read.value as Recipe[]) : [];

describe('job JSON written for other schedulers is taken as it is', () => {
  test.each(recipes)('$recipe', ({ change, fields }) => {
    const result = change ? patchJob(aDefinition(), fields, context) : parseJob(fields, context);
    expect(linesOf(result)).toEqual([]);
    const { enabled, approval_required, delete_after_run, ...kept } = fields;
    expect(result).toMatchObject({ kind: 'ok', definition: kept });
    const flags = Object.entries({ enabled, approval_required, delete_after_run }).filter(
      ([, flag]) => flag !== undefined,
    );
    for (const [name, flag] of flags) expect(result).toHaveProperty(`definition.${name}`, Boolean(flag));
  });
  test('there are 24 of them', () => {
    expect(recipes).toHaveLength(24);
  });
});
