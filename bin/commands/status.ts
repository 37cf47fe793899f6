import { statSync } from 'node:fs';
import { counted } from '../../src/engine/rules/counted.ts';
import { agentReads, type BusyAgent } from '../../src/store/lookups/agent-reads.ts';
import { type StatusNumbers, statusReads } from '../../src/store/lookups/status-reads.ts';
import type { Lease } from '../../src/store/nouns/lease.ts';
import { pauseQueries } from '../../src/store/snapshot/pauses.ts';
import { type Context, liveEngine } from '../context.ts';
import { logPath } from '../fault-log.ts';
import { bytesText } from '../output/bytes.ts';
import { toDocument } from '../output/documents.ts';
import { pairLines } from '../output/pairs.ts';
import { durationText, relativeText } from '../output/times.ts';
import { version } from '../version.ts';
import { backupsOf } from './backup/find-backup.ts';
import { pauseLine } from './pauses/targets.ts';

const DAY_MS = 86_400_000;

export function showStatus(context: Context): void {
  const store = context.store();
  const now = context.clock.now();
  const engine = liveEngine(context);
  const numbers = statusReads(store.db).numbers(now);
  const counters = store.counters.since(now - DAY_MS);
  const pauses = pauseQueries(store.db)();
  const agents = agentReads(store.db).busyAgents();
  const { dbPath } = context.settings;
  const bytes = sizeOf(dbPath) + sizeOf(`${dbPath}-wal`);
  const backups = backupsOf(context);
  const [newest] = backups;
  const document = {
    version,
    engine: engine === undefined ? null : { ...engineFacts(engine), upMs: now - engine.acquiredAt },
    ...numbers,
    counters,
    pauses,
    agents,
    home: context.settings.home,
    database: { path: dbPath, bytes },
    backups: { count: backups.length, ...(newest === undefined ? {} : { newestAt: newest.at }) },
    log: logPath(context.settings),
  };
  context.output.answer(toDocument(document), () =>
    pairLines([
      ['engine', engine === undefined ? 'none runs on this database' : engineText(engine, now)],
      ['jobs', `${numbers.jobs}, ${numbers.jobsOff} off`],
      ['paused', pauses.length === 0 ? undefined : pauses.map((pause) => pauseLine(context, pause)).join('\n')],
      ['now', nowText(numbers)],
      ['agents', agents.length === 0 ? undefined : agentsText(agents, now)],
      ['lag', numbers.lagMs === 0 ? 'none' : `${durationText(numbers.lagMs)} since the oldest was due`],
      ['for you', `${counted(numbers.approvals, 'approval')}, ${counted(numbers.alerts, 'alert')}`],
      ['24 h', countersText(counters)],
      ['home', context.settings.home],
      ['database', `${dbPath}, ${bytesText(bytes)}`],
      ['backups', newest === undefined ? 'none' : `${backups.length}, the newest ${relativeText(newest.at, now)}`],
      ['log', logPath(context.settings)],
      ['version', version],
    ]),
  );
}

const engineFacts = ({ pid, host, user, mode, acquiredAt, heartbeatAt, fence, version: release }: Lease) => ({
  pid,
  host,
  user,
  mode,
  version: release,
  fence,
  acquiredAt,
  heartbeatAt,
});

/** A beat comes every two seconds; from here on its absence is worth a word. */
const QUIET_MS = 6_000;

function engineText({ pid, user, host, mode, acquiredAt, heartbeatAt, version: release }: Lease, now: number): string {
  const parts = [`pid ${pid} of ${user} on ${host}`, mode, `up ${durationText(now - acquiredAt)}`];
  if (release !== version) parts.push(`version ${release}`);
  if (now - heartbeatAt > QUIET_MS) parts.push(`no sign of life for ${durationText(now - heartbeatAt)}: see doctor`);
  return parts.join(', ');
}

const nowText = ({ running, queued, later, due }: StatusNumbers): string =>
  `${running} running, ${queued} queued, ${later === 0 ? '' : `${later} with their time to come, `}${due} due`;

const AGENTS_SHOWN_MAX = 8;

function agentsText(agents: readonly BusyAgent[], now: number): string {
  const parts = agents
    .slice(0, AGENTS_SHOWN_MAX)
    .map(({ agentId, runId, since }) => `${agentId} with run ${runId} for ${durationText(Math.max(0, now - since))}`);
  const more = agents.length - parts.length;
  return `${parts.join(', ')}${more > 0 ? ` and ${more} more` : ''} busy`;
}

function countersText(counters: Readonly<Record<string, number>>): string {
  const parts = Object.entries(counters).map(([status, count]) => `${count} ${status}`);
  return parts.length === 0 ? 'nothing ended' : parts.join(', ');
}

const sizeOf = (path: string): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0;
