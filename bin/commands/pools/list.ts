import { type PoolLine, poolReads } from '../../../src/store/lookups/pool-reads.ts';
import type { Context } from '../../context.ts';
import { toDocument } from '../../output/documents.ts';
import type { Cell } from '../../output/table.ts';
import { durationText } from '../../output/times.ts';

const COLUMNS = [
  { title: 'pool' },
  { title: 'slots', align: 'right' },
  { title: 'active', align: 'right' },
  { title: 'waiting', align: 'right' },
  { title: 'jobs', align: 'right' },
  { title: 'held by' },
] as const;

export function listPools(context: Context, options: { limit: number }): void {
  const pools = poolReads(context.store().db).list(options.limit);
  const now = context.clock.now();
  context.output.remarkIfFull(pools.length, options.limit);
  context.output.answer(toDocument(pools), () =>
    pools.length === 0
      ? ['No pools. A job with resource_pool makes one with 1 slot; pools set NAME SLOTS gives it more.']
      : context.output.table(
          COLUMNS,
          pools.map((pool) => rowOf(pool, now)),
        ),
  );
}

const rowOf = (pool: PoolLine, now: number): Cell[] => [
  pool.name,
  String(pool.slots),
  pool.active >= pool.slots ? { text: String(pool.active), tone: 'warn' } : String(pool.active),
  String(pool.waiting),
  String(pool.jobs),
  holderText(pool, now),
];

function holderText({ holderRunId, holderName, holderStartedAt, active }: PoolLine, now: number): string {
  if (holderRunId === undefined) return '-';
  const since = holderStartedAt === undefined ? '' : ` for ${durationText(now - holderStartedAt)}`;
  return `run ${holderRunId} ${holderName ?? ''}${since}${active > 1 ? ` and ${active - 1} more` : ''}`;
}
