import { shownTarget } from '../../../src/engine/rules/delivery.ts';
import type { Alias } from '../../../src/store/aliases.ts';
import type { Context } from '../../context.ts';
import { toDocument } from '../../output/documents.ts';
import type { Cell } from '../../output/table.ts';
import { relativeText } from '../../output/times.ts';

const COLUMNS = [
  { title: 'alias' },
  { title: 'channel' },
  { title: 'target' },
  { title: 'jobs', align: 'right' },
  { title: 'set' },
] as const;
const USERS_COUNTED_MAX = 1_000;

export function listAliases(context: Context, options: { limit: number }): void {
  const { aliases } = context.store();
  const now = context.clock.now();
  const lines = aliases.list(options.limit).map((alias) => ({
    ...aliasFacts(alias),
    jobs: aliases.usedBy(alias.name, USERS_COUNTED_MAX),
  }));
  context.output.remarkIfFull(lines.length, options.limit);
  context.output.answer(toDocument(lines), () =>
    lines.length === 0
      ? ['No aliases. alias add NAME CHANNEL TARGET makes one; a job tells it with delivery_to @NAME.']
      : context.output.table(
          COLUMNS,
          lines.map(({ jobs, ...alias }) => rowOf(alias, jobs.length, now)),
        ),
  );
}

/** Of a URL only the host is shown: its path may be a secret. */
export const aliasFacts = (alias: Alias): Alias => ({ ...alias, target: shownTarget(alias.target) });

const rowOf = (alias: Alias, jobCount: number, now: number): Cell[] => [
  `@${alias.name}`,
  alias.channel,
  alias.target,
  String(jobCount),
  `${relativeText(alias.createdAt, now)} by ${alias.createdBy.name}`,
];
