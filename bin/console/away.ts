import type { AuditEntry } from '../../src/store/audit.ts';
import { awayReads } from '../../src/store/lookups/away-reads.ts';
import { SEEN_ACTION } from '../../src/store/nouns/approval.ts';
import { auditText } from '../../src/store/snapshot/audit-words.ts';
import type { Store } from '../../src/store/store.ts';
import type { EngineNews } from '../../src/ui/console-options.ts';
import type { Context } from '../context.ts';
import { durationText, wallText } from '../output/times.ts';
import type { LastSeen } from './last-seen.ts';

/** A decision this long before the line dropped is still what somebody wonders about. */
const DECIDED_WITHIN_MS = 10 * 60_000;
const AUDIT_LOOKED_AT_MAX = 500;
const MINUTE_MS = 60_000;

/** What happened between a lost line and now, and what became of the last thing that was decided before. */
export function awayNews({ clock, host }: Context, store: Store, lost: LastSeen): EngineNews {
  const now = clock.now();
  const reads = awayReads(store.db);
  const ended = reads.endedSince(lost.at);
  const sum = (...statuses: string[]): number => statuses.reduce((total, one) => total + (ended.get(one) ?? 0), 0);
  const counts = [
    countOf(sum('ok'), 'ok'),
    countOf(sum('error', 'timeout', 'crashed'), 'failed'),
    countOf(sum('cancelled'), 'cancelled'),
    countOf(reads.lapsedSince(lost.at), 'lapsed'),
  ].filter((text) => text !== '');
  const zone = host.timeZone;
  const parts = [
    `away ${awayText(lost.at, now, zone)}: ${counts.join(', ') || 'nothing ended'}`,
    // First of all what was under way: where it is narrow, the rest of the line is cut.
    ...(lost.unfinished === undefined ? [] : [`not made: ${lost.unfinished.verb} ${lost.unfinished.name}`]),
    ...lastOf(store, host.user, lost, zone),
  ];
  // Nothing that anybody has to read: it goes by itself, and holds the line for nothing.
  const isNothing = counts.length === 0 && parts.length === 1;
  return { tone: isNothing ? 'good' : 'bad', mark: '', text: parts.join('; ') };
}

const countOf = (count: number, word: string): string => (count === 0 ? '' : `${count} ${word}`);

function lastOf(store: Store, user: string, lost: LastSeen, zone: string): string[] {
  const mine = store.audit
    .list(AUDIT_LOOKED_AT_MAX)
    .find(
      ({ at, actor, action }) =>
        at <= lost.at && actor.via === 'console' && actor.name === user && action !== SEEN_ACTION,
    );
  if (mine === undefined || lost.at - mine.at > DECIDED_WITHIN_MS) return [];
  const time = wallText(mine.at, zone).slice('2026-01-01 '.length);
  return [`your last: ${auditText(mine.action, mine.subjectName)} ${time}${outcomeOf(store, mine)}`];
}

function outcomeOf(store: Store, { action, subjectId }: AuditEntry): string {
  if (action !== 'approval.approved') return '';
  const run = awayReads(store.db).runOfApproval(Number(subjectId));
  return run === undefined ? ', not started yet' : `, run ${run.id} ${run.status}`;
}

/** From when to when; of less than a minute two clocks would say nothing. */
const awayText = (from: number, to: number, zone: string): string =>
  to - from < MINUTE_MS ? durationText(to - from) : `${clockText(from, to, zone)}–${clockText(to, to, zone)}`;

/** The day as well, where it is not today's. */
function clockText(at: number, now: number, zone: string): string {
  const text = wallText(at, zone).slice(0, -':00'.length);
  const [day, time] = text.split(' ');
  return day === wallText(now, zone).split(' ')[0] ? (time ?? text) : text.slice('2026-'.length);
}
