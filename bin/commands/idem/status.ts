import type { LedgerEntry } from '../../../src/store/ledger.ts';
import { ledgerReads } from '../../../src/store/lookups/ledger-reads.ts';
import type { Context } from '../../context.ts';
import { toDocument } from '../../output/documents.ts';
import { relativeText } from '../../output/times.ts';

const COLUMNS = [
  { title: 'key' },
  { title: 'state' },
  { title: 'run', align: 'right' },
  { title: 'claimed' },
  { title: 'over' },
] as const;

export function showKeys(context: Context, options: { limit: number }): void {
  const reads = ledgerReads(context.store().db);
  const now = context.clock.now();
  const numbers = reads.numbers(now);
  const newest = reads.newest(options.limit);
  context.output.answer(toDocument({ ...numbers, newest }), () => [
    `${numbers.claimed} held, ${numbers.released} released, ${numbers.expired} over`,
    ...(newest.length === 0
      ? []
      : context.output.table(
          COLUMNS,
          newest.map((entry) => rowOf(entry, now)),
        )),
  ]);
}

const rowOf = ({ key, state, runId, claimedAt, expiresAt }: LedgerEntry, now: number): string[] => [
  key,
  state,
  runId === undefined ? '-' : String(runId),
  relativeText(claimedAt, now),
  relativeText(expiresAt, now),
];
