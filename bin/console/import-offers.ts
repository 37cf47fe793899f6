import type { Commands } from '../../src/engine/commands.ts';
import type { ImportItem } from '../../src/engine/imports/crontab/plan.ts';
import type { PlannedItem } from '../../src/engine/imports/planned.ts';
import { readUserCrontabLater } from '../../src/engine/ports/crontab-source.ts';
import type { Host } from '../../src/engine/ports/host.ts';
import { counted } from '../../src/engine/rules/counted.ts';
import type { Actor } from '../../src/store/nouns/actor.ts';
import type { Store } from '../../src/store/store.ts';
import type { CommandResult } from '../../src/ui/console-commands.ts';
import type { ImportOffer, OfferedItem } from '../../src/ui/import/offers.ts';
import type { PageDone } from '../../src/ui/page/page-events.ts';
import { CRON_RUNS_IT, planFor, userCrontabName } from '../crontab-plan.ts';
import { OPENCLAW_RUNS_IT, openclawPlan, SYSTEMD_RUNS_IT, timersPlan } from '../import-sources.ts';
import { plannedSchedule } from '../planned-schedule.ts';

type Source = ImportOffer['source'];
type Around = { host: Host; store: Store; commands: Commands; actor: Actor; clock: { now(): number } };

/** What was found by the last look, with the jobs that would be made of it. */
type Found = { offer: ImportOffer; items: readonly PlannedItem[] };

/** Looks what this machine has to import, and imports what was chosen of it. */
export function createImportOffers(around: Around) {
  let found: readonly Found[] = [];
  return {
    async look(): Promise<readonly ImportOffer[]> {
      const looks = await Promise.all([crontab(around), openclaw(around), timers(around)]);
      found = looks.flatMap((each) => (each === undefined || each.items.length === 0 ? [] : [each]));
      return found.map(({ offer }) => offer);
    },
    async importJobs(source: string, chosen: readonly string[]): Promise<CommandResult<PageDone>> {
      const one = found.find(({ offer }) => offer.source === source);
      const wanted = new Set(chosen);
      const items = (one?.items ?? []).filter((item) => item.kind === 'job' && wanted.has(item.identity));
      return imported(around, one?.offer.runsElsewhere ?? '', items);
    },
  };
}

function imported(
  { commands, actor, host }: Around,
  disabledBecause: string,
  items: readonly PlannedItem[],
): CommandResult<PageDone> {
  const jobs = items.flatMap((item) => (item.kind === 'job' ? [item] : []));
  const options = { actor, machineZone: host.timeZone, enabled: false, disabledBecause };
  const result = commands.importJobs(jobs, options);
  if (result.kind !== 'done') return result;
  const { added, refused } = result.value;
  const [first] = refused;
  if (added.length === 0 && first !== undefined) return { ...first, message: `nothing imported: ${first.message}` };
  const rest = first === undefined ? '' : `; ${refused.length} refused, the first: ${first.message}`;
  const jobId = added[0]?.id;
  const text = `imported ${counted(added.length, 'job')}, paused: ${disabledBecause}${rest}`;
  return { kind: 'done', value: { text, ...(jobId === undefined ? {} : { jobId }) } };
}

async function crontab(around: Around): Promise<Found | undefined> {
  const { host } = around;
  const reading = await readUserCrontabLater(host.env);
  if (reading.kind !== 'found') return undefined;
  const plan = planFor(host, { name: userCrontabName(host), text: reading.text });
  const items = plan.items.map(plannedOf);
  const fits = items.filter(({ kind }) => kind === 'job').length;
  const rest = items.length - fits;
  const how = rest === 0 ? 'all fit' : `${fits} fit${fits === 1 ? 's' : ''}, ${rest} ${rest === 1 ? 'does' : 'do'} not`;
  const lines = `${counted(items.length, 'line')} of ${host.user}: ${how}`;
  return offered(around, items, {
    source: 'crontab',
    title: 'Import your crontab',
    found: lines,
    runsElsewhere: CRON_RUNS_IT,
  });
}

/** A line of a crontab stands for its job by its number. */
const plannedOf = (item: ImportItem): PlannedItem =>
  item.kind === 'job'
    ? { kind: 'job', identity: item.identity, from: `line ${item.line}`, job: item.job, notes: item.notes }
    : { kind: 'refused', from: `line ${item.line}`, name: item.raw.trim(), reason: item.reason };

async function openclaw(around: Around): Promise<Found | undefined> {
  const plan = openclawPlan(around.host, around.clock.now());
  if (plan.kind !== 'plan') return undefined;
  const count = counted(plan.items.length, 'job');
  return offered(around, plan.items, {
    source: 'openclaw',
    title: 'Import OpenClaw’s cron jobs',
    found: plan.version === undefined ? count : `${count}, OpenClaw ${plan.version}`,
    runsElsewhere: OPENCLAW_RUNS_IT,
  });
}

async function timers(around: Around): Promise<Found | undefined> {
  const plan = await timersPlan(around.host);
  if (plan.kind !== 'plan') return undefined;
  const count = counted(plan.items.length, 'timer');
  return offered(around, plan.items, {
    source: 'systemd-timers',
    title: 'Import systemd timers',
    found: `${count} of ${around.host.user}`,
    runsElsewhere: SYSTEMD_RUNS_IT,
  });
}

function offered(
  around: Around,
  items: readonly PlannedItem[],
  words: Omit<ImportOffer, 'items'> & { source: Source },
): Found {
  return { items, offer: { ...words, items: inOrder(words.source, items).map((item) => offeredItem(around, item)) } };
}

/** A crontab is read from its top; of the others what fits comes first. */
const inOrder = (source: Source, items: readonly PlannedItem[]): readonly PlannedItem[] =>
  source === 'crontab'
    ? items
    : [...items.filter(({ kind }) => kind === 'job'), ...items.filter(({ kind }) => kind === 'refused')];

function offeredItem(around: Around, item: PlannedItem): OfferedItem {
  if (item.kind === 'refused') return { kind: 'refused', name: item.name, from: item.from, because: item.reason };
  const { job, identity: id, from, notes } = item;
  const isHere = around.store.jobs.byImportIdentity(id) === undefined ? {} : ({ isHere: true } as const);
  return {
    kind: 'fits',
    id,
    name: String(job.name),
    schedule: plannedSchedule(job, { now: around.clock.now(), zone: around.host.timeZone, dates: 'near' }),
    from,
    command: String(job.payload_message),
    notes,
    ...isHere,
  };
}
