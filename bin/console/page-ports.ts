import type { Commands } from '../../src/engine/commands.ts';
import type { Host } from '../../src/engine/ports/host.ts';
import { TWINS_LOOKED_MAX } from '../../src/engine/rules/job/twin-warning.ts';
import { scheduleText } from '../../src/engine/rules/planning.ts';
import type { Actor } from '../../src/store/nouns/actor.ts';
import type { Job } from '../../src/store/nouns/job.ts';
import type { Snapshots } from '../../src/store/snapshot.ts';
import type { Store } from '../../src/store/store.ts';
import type { CommandResult } from '../../src/ui/console-commands.ts';
import { formatClock } from '../../src/ui/format/index.ts';
import type { CronMove } from '../../src/ui/import/cron-move.ts';
import type { PageDone } from '../../src/ui/page/page-events.ts';
import type { FoundJob, PagePorts } from '../../src/ui/page/page-ports.ts';
import { createCrontabMoves, type LineState } from '../crontab-moves.ts';
import { elsewhereOf, isElsewhere } from '../runs-elsewhere.ts';
import { createImportOffers } from './import-offers.ts';

type Around = {
  host: Host;
  store: Store;
  commands: Commands;
  snapshots: Snapshots;
  actor: Actor;
  clock: { now(): number };
};

/** What forms and import plans ask of the engine and of this machine. */
export function createPagePorts(around: Around): PagePorts {
  const { commands, snapshots, actor, host } = around;
  const options = { actor, machineZone: host.timeZone };
  const offers = createImportOffers(around);
  const moves = createCrontabMoves(around);
  return {
    addJob(input) {
      const result = commands.addJob(input, options);
      if (result.kind !== 'done') return result;
      const { job, undo } = result.value;
      const text = `added ${job.definition.name}${nextOf(job, around)}`;
      return { kind: 'done', value: { text, jobId: job.id, undo } };
    },
    saveJob(jobId, revision, patch) {
      const result = commands.updateJob(jobId, patch, { ...options, revision });
      if (result.kind !== 'done') return result;
      const { job, undo } = result.value;
      const text = `saved ${job.definition.name}${nextOf(job, around)}`;
      return { kind: 'done', value: { text, jobId, ...(undo === undefined ? {} : { undo }) } };
    },
    jobOf(jobId) {
      const detail = snapshots.detail({ kind: 'job', jobId });
      if (detail?.kind !== 'job') return undefined;
      const { definition, revision, anchorAt, parentName, enabled } = detail.job;
      return {
        jobId,
        revision,
        definition: { ...definition, enabled },
        anchorAt,
        ...(parentName === undefined ? {} : { parentName }),
      };
    },
    idsNamed: (name) => around.store.jobs.idsNamed(name, TWINS_LOOKED_MAX),
    findJob: (text) => findJob(around.store, text),
    async cronMove(jobId) {
      const job = around.store.jobs.get(jobId);
      if (job === undefined) return undefined;
      const elsewhere = await elsewhereOf(around, job);
      return elsewhere === undefined ? cronMove(job, await moves.lineOf(jobId)) : { ...moveOf(job), elsewhere };
    },
    async takeOverLine(jobId, shown) {
      const because = around.store.jobs.get(jobId)?.disabledBecause;
      if (shown === undefined && isElsewhere(because)) return startedBeside(commands.enableJob(jobId, actor), because);
      const result = await moves.takeOver([jobId], shown);
      if (result.kind !== 'done') return result;
      const [job] = result.value.jobs;
      const where = result.value.lines === 0 ? '' : ', commented out in cron';
      const text = job === undefined ? 'it was on already' : `started ${job.definition.name} here${where}`;
      return { kind: 'done', value: { text, ...(result.value.lines === 0 ? {} : { movedJobId: jobId }) } };
    },
    async giveBackLine(jobId) {
      const result = await moves.giveBack(jobId);
      if (result.kind !== 'done') return result;
      const { job, line } = result.value;
      return { kind: 'done', value: { text: `gave ${job.definition.name} back to cron, line ${line}` } };
    },
    lookForImports: offers.look,
    importJobs: offers.importJobs,
  };
}

const NO_LINE: Readonly<Record<'moved' | 'gone', string>> = {
  moved: 'its line is commented out already',
  gone: 'its line is not there any more',
};

const moveOf = ({ id, definition }: Job): CronMove => ({
  jobId: id,
  jobName: definition.name,
  schedule: scheduleText(definition),
});

/** Who had it goes on with it until somebody switches it off there. */
function startedBeside(result: ReturnType<Commands['enableJob']>, because: string): CommandResult<PageDone> {
  if (result.kind !== 'done') return result;
  const name = result.value.job.definition.name;
  return { kind: 'done', value: { text: `started ${name} here; ${because} too, unless it is off there` } };
}

function cronMove(job: Job, state: LineState): CronMove {
  const base = moveOf(job);
  if (state.kind === 'unreadable') return { ...base, because: state.reason };
  if (state.kind !== 'in-cron') return { ...base, because: NO_LINE[state.kind] };
  const { line: number, before, after } = state.move;
  return { ...base, line: { number, before, after } };
}

const nextOf = (job: { nextRunAt?: number }, { clock, host }: Around): string =>
  job.nextRunAt === undefined ? '' : `, next ${formatClock(job.nextRunAt, clock.now(), host.timeZone, 'minutes')}`;

const IDS_NAMED_MAX = 4;

function findJob(store: Store, text: string): FoundJob {
  const byId = store.jobs.get(text);
  if (byId !== undefined && byId.deletedAt === undefined)
    return { kind: 'job', id: byId.id, name: byId.definition.name };
  const ids = store.jobs.idsNamed(text, TWINS_LOOKED_MAX);
  const [id, ...others] = ids;
  if (id === undefined) return { kind: 'none', why: `no job is called ${text}, and none has it as its id` };
  if (others.length === 0) return { kind: 'job', id, name: text };
  return {
    kind: 'none',
    why: `${ids.length} jobs are called ${text}; give the id of one: ${ids.slice(0, IDS_NAMED_MAX).join(', ')}`,
  };
}
