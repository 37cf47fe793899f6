import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readJobJson } from '../../../src/engine/rules/job/index.ts';
import { ANA } from '../../support/builders.ts';
import { answerOf, createWorld, type World } from '../../support/world.ts';

type Recipe = { verb: 'add' | 'json' | 'update'; job: Record<string, unknown> };

const FOLDER = new URL('../../fixtures/recipes/', import.meta.url);
const files = readdirSync(FOLDER);
const options = { actor: ANA, machineZone: 'UTC' };

const recipeIn = (file: string): Recipe => {
  const reading = readJobJson(readFileSync(new URL(file, FOLDER), 'utf8'));
  if (reading.kind === 'refused') throw new Error(reading.line);
  return reading.value as Recipe;
};

/** A recipe names its parent by a placeholder: whoever uses it puts a real id there. */
const withRealParent = (world: World, job: Record<string, unknown>): Record<string, unknown> =>
  job.parent_id === undefined ? job : { ...job, parent_id: world.addJob({ name: 'parent' }).id };

const FLAGS = new Set(['enabled', 'approval_required', 'delete_after_run']);

describe('D-71 job JSON written for other schedulers is added and updated as it is', () => {
  test.each(files)('%s', (file) => {
    const world = createWorld();
    const { verb, job } = recipeIn(file);
    const fields = withRealParent(world, job);
    const stored =
      verb === 'update'
        ? answerOf(world.commands.updateJob(world.addJob({ schedule_every_ms: 60_000 }).id, fields, options)).job
        : answerOf(world.commands.addJob(fields, options)).job;
    for (const [field, value] of Object.entries(fields)) {
      expect(stored.definition).toHaveProperty(field, FLAGS.has(field) ? Boolean(value) : value);
    }
    expect(stored.revision).toBe(verb === 'update' ? 2 : 1);
  });

  test('0 and 1 are no and yes, a child keeps the sentinel of no schedule, times without a zone are UTC', () => {
    const world = createWorld();
    const parent = world.addJob({ name: 'parent' });
    const child = world.addJob({
      name: 'child',
      parent_id: parent.id,
      schedule_cron: '0 0 31 2 *',
      enabled: 1,
      approval_required: 0,
      delivery_opt_out_reason: 'nobody reads it',
      origin: 'system',
    });
    expect(child).toMatchObject({ enabled: true, definition: { approval_required: false, origin: 'system' } });
    expect(child.definition.schedule_cron).toBeUndefined();
    expect(child.nextRunAt).toBeUndefined();
    const once = world.addJob({ name: 'once', schedule_at: '2026-11-24 10:00:00' });
    expect(once.nextRunAt).toBe(Date.UTC(2026, 10, 24, 10));
  });
});
