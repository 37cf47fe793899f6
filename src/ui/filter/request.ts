import type { PageRequest } from '../../store/snapshot/page.ts';
import type { AnyRow, ListId } from '../state/view.ts';
import { factsOf } from './facts.ts';
import { matches } from './matches.ts';
import { type Filter, parseFilter } from './parse.ts';

const FAILED = ['error', 'timeout', 'crashed'];
const ENDS = ['ok', ...FAILED, 'cancelled', 'skipped'];

/** What a filter asks of the store: what its indexes know, and what is left to be asked of each row. */
export function requestOf(id: ListId, text: string, isWanted?: (row: AnyRow) => boolean): Omit<PageRequest, 'anchor'> {
  const asked = ofFilter(id, parseFilter(text));
  if (isWanted === undefined) return asked;
  const { matches } = asked;
  return {
    // What is a problem among the runs that are over is a matter of their end, which an index knows.
    ...(id === 'runs.recent' ? { statuses: FAILED } : {}),
    ...asked,
    matches: (row: unknown) => isWanted(row as AnyRow) && matches?.(row) !== false,
  };
}

function ofFilter(id: ListId, filter: Filter): Omit<PageRequest, 'anchor'> {
  // The list says why instead of showing something else than was asked for.
  if (filter.problem !== undefined) return { matches: () => false };
  if (filter.terms.length === 0) return {};
  const needle = needleOf(id, filter);
  const statuses = id === 'runs.recent' ? statusesOf(filter) : undefined;
  const [only] = filter.terms;
  const isAllSaid = filter.terms.length === 1 && only?.kind === 'word' && needle === only.text;
  return {
    ...(needle === undefined ? {} : { filter: needle }),
    ...(statuses === undefined ? {} : { statuses }),
    ...(isAllSaid ? {} : { matches: (row: unknown) => matches(filter, factsOf(id, row as AnyRow)) }),
  };
}

const BY_NAME: ReadonlySet<ListId> = new Set<ListId>([
  'due.next',
  'due.paused',
  'jobs.all',
  'jobs.tree',
  'jobs.disabled',
  'runs.recent',
]);

/** The longest text that the job's name has to hold. */
function needleOf(id: ListId, { terms }: Filter): string | undefined {
  if (!BY_NAME.has(id)) return undefined;
  return terms
    .flatMap((term) => {
      if (term.negated) return [];
      if (term.kind === 'word') return [term.text];
      return term.kind === 'field' && term.field === 'job' ? [term.value] : [];
    })
    .sort((a, b) => b.length - a.length)[0];
}

function statusesOf({ terms }: Filter): string[] | undefined {
  for (const term of terms) {
    if (term.kind !== 'field' || term.field !== 'status' || term.negated) continue;
    return ENDS.filter(
      (end) => end.startsWith(term.value) || ('failed'.startsWith(term.value) && FAILED.includes(end)),
    );
  }
  return undefined;
}
