import type { Db } from './database.ts';
import { readDefinition } from './job-definition.ts';
import { JobUnreadable } from './job-unreadable.ts';
import type { Actor } from './nouns/actor.ts';
import type { Job } from './nouns/job.ts';
import type { JobDefinition } from './nouns/job-fields.ts';
import { bind, rowReader } from './rows.ts';

export type NewJob = {
  id: string;
  definition: JobDefinition;
  enabled: boolean;
  disabledBecause?: string;
  scheduleText: string;
  /** Where `every` counts from; now, when it is not said. */
  anchorAt?: number;
  nextSlotAt?: number;
  nextRunAt?: number;
  importIdentity?: string;
};
export type JobEdit = Omit<NewJob, 'importIdentity' | 'disabledBecause' | 'anchorAt'> & {
  anchorAt: number;
  changesSchedule: boolean;
};

/** What a run's end writes on its job. */
export type JobResult = Required<Pick<Job, 'lastRunAt' | 'lastStatus'>> &
  Pick<Job, 'consecutiveErrors' | 'last10' | 'okDurations' | 'usualMs' | 'p95Ms' | 'okRate' | 'lastOutput'>;

const DEFINITIONS_MAX = 20_000;
const CHILDREN_MAX = 1_000;

export function jobStore(db: Db) {
  const readRow = rowReader<Job>({ json: ['created_by', 'ok_durations'], booleans: ['enabled'] });
  const toJob = jobReader(readRow);
  const find = db.prepare(`SELECT * FROM jobs WHERE id = ?`);
  const children = db.prepare(`
    SELECT * FROM jobs
    WHERE parent_id = +? AND deleted_at IS NULL
    ORDER BY created_at, id
    LIMIT ${CHILDREN_MAX}`);
  const label = db.prepare<[string], { name: string; pool: string | null }>(`
    SELECT name, resource_pool AS pool FROM jobs WHERE id = ?`);
  const byImport = db.prepare(`SELECT * FROM jobs WHERE import_identity = ? AND deleted_at IS NULL`);
  const byName = db.prepare(`SELECT * FROM jobs WHERE name = ? AND deleted_at IS NULL`);
  const idsNamed = db.prepare<[string, number], { id: string }>(`
    SELECT id FROM jobs WHERE name = ? AND deleted_at IS NULL LIMIT +?`);
  const count = db.prepare<[], { n: number }>(`SELECT count(*) AS n FROM jobs WHERE deleted_at IS NULL`);
  const revision = db.prepare<[string, number], { definition: string }>(`
    SELECT definition FROM job_revisions WHERE job_id = ? AND revision = ?`);
  const touch = db.prepare(`UPDATE jobs SET last_run_at = ? WHERE id = ?`);
  const many = (rows: unknown[]): Job[] => rows.map(toJob);
  return {
    ...jobWrites(db),
    ...jobSwitches(db),
    ...jobSchedule(db),
    get: (id: string): Job | undefined => optional(find.get(id), toJob),
    /** What there is to say about a job even when its definition cannot be read. */
    label: (id: string): { name: string; pool?: string } => {
      const row = label.get(id);
      return { name: row?.name ?? id, ...(row?.pool == null ? {} : { pool: row.pool }) };
    },
    /** The same job with another definition than its own, which cannot be read. */
    getAs: (id: string, definition: JobDefinition): Job | undefined =>
      optional(find.get(id), (row) => ({ ...readRow(row), definition })),
    /** The definition as it stood at a revision; undefined when it is not kept, or cannot be read. */
    definitionAt: (id: string, at: number): JobDefinition | undefined => {
      const row = revision.get(id, at);
      const reading = row === undefined ? undefined : readDefinition(row.definition);
      return reading?.kind === 'ok' ? reading.definition : undefined;
    },
    children: (parentId: string): Job[] => many(children.all(parentId)),
    touch: (id: string, lastRunAt: number): void => void touch.run(lastRunAt, id),
    byImportIdentity: (identity: string): Job | undefined => optional(byImport.get(identity), toJob),
    byName: (name: string): Job[] => many(byName.all(name)),
    idsNamed: (name: string, limit: number): string[] => idsNamed.all(name, limit).map(({ id }) => id),
    count: (): number => count.get()?.n ?? 0,
  };
}

/** When jobs fire next. */
function jobSchedule(db: Db) {
  const due = db.prepare<[number, number], { id: string }>(`
    SELECT id FROM jobs
    WHERE next_run_at <= +? AND enabled = 1 AND deleted_at IS NULL
    ORDER BY next_run_at
    LIMIT +?`);
  const earliest = db.prepare<[], { at: number | null }>(`
    SELECT min(next_run_at) AS at FROM jobs
    WHERE next_run_at IS NOT NULL AND enabled = 1 AND deleted_at IS NULL`);
  const plan = db.prepare(`
    UPDATE jobs
    SET next_slot_at = @slotAt, next_run_at = @dueAt, backing_off_from = @from, backing_off_until = @until
    WHERE id = @id`);
  const putOff = db.prepare(`UPDATE jobs SET next_run_at = ? WHERE id = ?`);
  const lost = db.prepare<[], { id: string }>(`
    SELECT id FROM jobs
    WHERE next_run_at IS NULL AND enabled = 1 AND deleted_at IS NULL AND schedule_kind IN ('cron', 'every', 'at')`);
  const atBoot = db.prepare<[], { id: string }>(`
    SELECT id FROM jobs WHERE lower(schedule_text) = '@reboot' AND enabled = 1 AND deleted_at IS NULL`);
  return {
    /** The ids of jobs whose next fire is due; ids, so that one row nobody can read stops no other. */
    due: (now: number, limit: number): string[] => due.all(now, limit).map(({ id }) => id),
    /** Looks at the next fire later; the fire time itself stays. */
    putOff: (id: string, until: number): void => void putOff.run(until, id),
    /** When the next fire of any job is due, in epoch ms. */
    earliest: (): number | undefined => earliest.get()?.at ?? undefined,
    /** The next fire, and the back-off it is the end of; both absent when the job never fires again by itself. */
    plan: (
      id: string,
      fire: { slotAt: number; dueAt: number } | undefined,
      backingOff?: { fromSlotAt: number; until: number },
    ): void =>
      void plan.run(
        bind({ id, slotAt: fire?.slotAt, dueAt: fire?.dueAt, from: backingOff?.fromSlotAt, until: backingOff?.until }),
      ),
    /** The ids of enabled jobs that run once after every start of the machine. */
    atBoot: (): string[] => atBoot.all().map(({ id }) => id),
    /** The ids of enabled jobs with a schedule and no next fire time (D-94). */
    withoutNext: (): string[] => lost.all().map(({ id }) => id),
  };
}

const optional = <T>(row: unknown, read: (row: unknown) => T): T | undefined =>
  row === undefined ? undefined : read(row);

function jobWrites(db: Db) {
  const insert = db.prepare(`
    INSERT INTO jobs (id, name, enabled, disabled_because, disabled_at, definition, schedule_kind, schedule_text, parent_id,
      resource_pool, priority, created_at, created_by, updated_at, anchor_at, next_slot_at, next_run_at, import_identity,
      expect_every_ms, expected_since, overdue_at)
    VALUES (@id, @name, @enabled, @disabledBecause, @disabledAt, @definition, @scheduleKind, @scheduleText, @parentId,
      @pool, @priority, @now, @actor, @now, @anchorAt, @nextSlotAt, @nextRunAt, @importIdentity,
      @expectEveryMs, @now, CASE WHEN @enabled THEN @now + @expectEveryMs END)`);
  const edit = db.prepare(`
    UPDATE jobs
    SET name = @name, enabled = @enabled, definition = @definition, schedule_kind = @scheduleKind,
      schedule_text = @scheduleText, parent_id = @parentId, resource_pool = @pool, priority = @priority,
      updated_at = @now, anchor_at = @anchorAt, next_slot_at = @nextSlotAt, next_run_at = @nextRunAt,
      backing_off_from = NULL, backing_off_until = NULL, revision = revision + 1, schedule_revision = schedule_revision + @changesSchedule,
      disabled_because = CASE WHEN @enabled THEN NULL ELSE disabled_because END,
      disabled_at = CASE WHEN @enabled THEN NULL ELSE coalesce(disabled_at, @now) END,
      expect_every_ms = @expectEveryMs,
      expected_since = CASE WHEN enabled OR NOT @enabled THEN expected_since ELSE @now END,
      overdue_at = CASE
        WHEN NOT @enabled THEN NULL
        WHEN NOT enabled THEN @now + @expectEveryMs
        WHEN expect_every_ms IS @expectEveryMs THEN overdue_at
        ELSE expected_since + @expectEveryMs
      END
    WHERE id = @id`);
  const replace = db.prepare(`
    UPDATE jobs
    SET definition = @definition, next_slot_at = NULL, next_run_at = NULL, backing_off_from = NULL,
      backing_off_until = NULL
    WHERE id = @id`);
  const keepRevision = db.prepare(`
    INSERT INTO job_revisions (job_id, revision, definition, at, by)
    SELECT id, revision, definition, @now, @actor FROM jobs WHERE id = @id`);
  return {
    add(job: NewJob, actor: Actor, now: number): void {
      insert.run(
        bind({
          ...columnsOf(job),
          anchorAt: job.anchorAt ?? now,
          disabledAt: job.enabled ? undefined : now,
          actor,
          now,
        }),
      );
      keepRevision.run(bind({ id: job.id, now, actor }));
    },
    /** In the place of a definition that cannot be read, and no edit: nothing is planned by it. */
    replaceUnreadable: (id: string, definition: JobDefinition): void => void replace.run(bind({ id, definition })),
    edit(job: JobEdit, actor: Actor, now: number): void {
      edit.run(bind({ ...columnsOf(job), changesSchedule: job.changesSchedule, now }));
      keepRevision.run(bind({ id: job.id, now, actor }));
    },
  };
}

function jobSwitches(db: Db) {
  const enable = db.prepare(`
    UPDATE jobs
    SET enabled = 1, disabled_because = NULL, disabled_at = NULL, backing_off_from = NULL, backing_off_until = NULL,
      next_slot_at = @nextSlotAt, next_run_at = @nextRunAt, expected_since = @now, overdue_at = @now + expect_every_ms,
      definition = json_set(definition, '$.enabled', json('true')), updated_at = @now
    WHERE id = @id`);
  const disable = db.prepare(`
    UPDATE jobs
    SET enabled = 0, disabled_because = @because, disabled_at = @now, next_slot_at = NULL, next_run_at = NULL, overdue_at = NULL,
      backing_off_from = NULL, backing_off_until = NULL, definition = json_set(definition, '$.enabled', json('false')), updated_at = @now
    WHERE id = @id`);
  const remove = db.prepare(`
    UPDATE jobs
    SET deleted_at = @now, next_slot_at = NULL, next_run_at = NULL, overdue_at = NULL, updated_at = @now
    WHERE id = @id`);
  const settle = db.prepare(`
    UPDATE jobs
    SET last_run_at = @lastRunAt, last_status = @lastStatus, consecutive_errors = @consecutiveErrors, last_10 = @last10,
      ok_durations = @okDurations, usual_ms = @usualMs, p95_ms = @p95Ms, ok_rate = @okRate,
      last_output = coalesce(@lastOutput, last_output),
      expected_since = CASE WHEN @lastStatus = 'ok' THEN @lastRunAt ELSE expected_since END,
      overdue_at = CASE
        WHEN @lastStatus = 'ok' AND enabled AND deleted_at IS NULL THEN @lastRunAt + expect_every_ms
        ELSE overdue_at
      END
    WHERE id = @id`);
  return {
    enable: (id: string, next: { nextSlotAt?: number; nextRunAt?: number }, now: number): void =>
      void enable.run(bind({ id, now, nextSlotAt: next.nextSlotAt, nextRunAt: next.nextRunAt })),
    disable: (id: string, because: string | undefined, now: number): void =>
      void disable.run(bind({ id, because, now })),
    remove: (id: string, now: number): void => void remove.run({ id, now }),
    recordResult: (id: string, result: JobResult): void =>
      void settle.run(
        bind({ usualMs: undefined, p95Ms: undefined, okRate: undefined, lastOutput: undefined, ...result, id }),
      ),
  };
}

function columnsOf(job: NewJob | JobEdit) {
  const { definition } = job;
  return {
    id: job.id,
    name: definition.name,
    enabled: job.enabled,
    disabledBecause: 'disabledBecause' in job ? job.disabledBecause : undefined,
    definition,
    scheduleKind: definition.schedule_kind,
    scheduleText: job.scheduleText,
    anchorAt: job.anchorAt,
    parentId: definition.parent_id,
    pool: definition.resource_pool,
    priority: definition.priority,
    expectEveryMs: definition.expect_every_s === undefined ? undefined : definition.expect_every_s * 1_000,
    nextSlotAt: job.nextSlotAt,
    nextRunAt: job.nextRunAt,
    importIdentity: 'importIdentity' in job ? job.importIdentity : undefined,
  };
}

/** Parsing a definition is the dear part of reading a job, so it is done once for each text. */
function jobReader(read: (row: unknown) => Job): (row: unknown) => Job {
  const definitions = new Map<string, JobDefinition>();
  return (row) => {
    const job = read(row);
    const text = (row as { definition: string }).definition;
    let definition = definitions.get(text);
    if (definition === undefined) {
      const reading = readDefinition(text);
      if (reading.kind === 'unreadable') throw new JobUnreadable(row as { id: string; name: string }, reading.problem);
      definition = reading.definition;
      if (definitions.size >= DEFINITIONS_MAX) definitions.clear();
      definitions.set(text, definition);
    }
    return { ...job, definition };
  };
}
