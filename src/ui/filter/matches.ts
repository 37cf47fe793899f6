import fuzzysort from 'fuzzysort';
import type { Facts } from './facts.ts';
import type { Filter, Term } from './parse.ts';

/** Patterns are linear, but not free: longer texts are looked at up to here. */
const TEXT_UNITS_MAX = 500;
/** Below this letters lie so far apart that nobody meant it. */
const FUZZY_LEAST = 0.3;

export const matches = ({ terms }: Filter, facts: Facts): boolean =>
  terms.every((term) => isMet(term, facts) !== term.negated);

function isMet(term: Term, facts: Facts): boolean {
  const text = facts.text.slice(0, TEXT_UNITS_MAX);
  switch (term.kind) {
    case 'word':
      return text.toLowerCase().includes(term.text);
    case 'fuzzy':
      return (fuzzysort.single(term.text, text)?.score ?? 0) >= FUZZY_LEAST;
    case 'regex':
      return term.pattern.matcher(text).find();
    case 'field': {
      const values = facts.fields[term.field] ?? [];
      return values.some((value) => isValue(term.field, value.toLowerCase(), term.value));
    }
  }
}

/** A number is meant whole, a job by any part of its name, anything else by its beginning. */
function isValue(field: string, value: string, wanted: string): boolean {
  if (field === 'exit') return value === wanted;
  return field === 'job' ? value.includes(wanted) : value.startsWith(wanted);
}
