const LOOKED_AT_CHARACTERS = 500;

type Sign = { name: string; pattern: RegExp };

/**
 * D-56. Errors of a model's provider that an agent hands on as if they were its reply. Each stands at the start of a line
 * and either ends there, goes on with a mark, or is a phrase that nobody begins a report with.
 */
const TRANSIENT: readonly Sign[] = [
  { name: 'overloaded', pattern: /^overloaded(?:_error\b|\s*(?:$|[:.(]))/ },
  {
    name: 'overloaded',
    pattern: /^the (?:model|ai service|provider|server) is (?:temporarily |currently )?overloaded\s*(?:$|[:.,(])/,
  },
  { name: 'rate limit', pattern: /^(?:rate_limit_error|too many requests)\b/ },
  {
    name: 'rate limit',
    pattern: /^(?:api )?rate[ -]limit(?:s|ed)?(?: (?:was |has been )?(?:reached|exceeded|hit))?\s*(?:$|[:.,(])/,
  },
  {
    name: 'server error',
    pattern: /^(?:http|status|status code|error|error code|code)[ :]*(?:5\d\d)\s*(?:$|[^\w\s%])/,
  },
  {
    name: 'server error',
    pattern:
      /^(?:(?:http |status |error )?5\d\d[ :-]*)?(?:internal server error|bad gateway|service (?:temporarily )?unavailable)\s*(?:$|[:.,({])/,
  },
  { name: 'server error', pattern: /^(?:5\d\d|429)\s*\{/ },
  { name: 'rate limit', pattern: /^(?:http|status|status code|error|error code|code)[ :]*429\s*(?:$|[^\w\s%])/ },
  { name: 'rate limit', pattern: /^429[ :-]+(?:too many requests|rate limit)/ },
  { name: 'gateway time-out', pattern: /^(?:504[ :-]*)?gateway time-?out\s*(?:$|[:.,({])/ },
  { name: 'time-out', pattern: /^(?:llm )?(?:request|connection|read|upstream) timed out\s*(?:$|[:.,(])/ },
  { name: 'time-out', pattern: /^(?:timeout_error|etimedout)\b/ },
  { name: 'connection', pattern: /^(?:fetch failed|socket hang up)\s*(?:$|[:.,(])/ },
  { name: 'connection', pattern: /^(?:connect |read )?(?:econnreset|econnrefused)\b/ },
  { name: 'connection', pattern: /^connection (?:error|reset|refused)(?: by peer)?\s*(?:$|[:.,(])/ },
  {
    name: 'context exceeded',
    pattern: /^context (?:length|window|size|overflow)(?: limit)?(?: (?:was |has been )?exceeded)?\s*(?:$|[:.,(])/,
  },
  { name: 'context exceeded', pattern: /^(?:context_length_exceeded|prompt is too long|input is too long)\b/ },
  { name: 'context exceeded', pattern: /^this model's maximum context length\b/ },
  { name: 'quota', pattern: /^(?:insufficient_quota|resource_exhausted)\b/ },
  { name: 'quota', pattern: /^you exceeded your current quota\b/ },
];

/** Marks and words that stand in front of an error and say only that it is one. */
const DECORATION = /^(?:[\s\u26a0\u274c\u2716*_`>#-]|\ufe0f)+/u;
const ANNOUNCEMENT = /^(?:(?:api|llm|model|provider|agent|request|run)[ _])?(?:error|failed|failure)\s*[:-]\s*/;

/** The provider's error that a reply is; undefined when it is a reply. */
export function transientError(reply: string): { name: string; line: string } | undefined {
  for (const line of reply.slice(0, LOOKED_AT_CHARACTERS).split(/\r?\n/)) {
    const bare = line.replace(DECORATION, '').toLowerCase();
    const forms = [bare, bare.replace(ANNOUNCEMENT, '')];
    const found = TRANSIENT.find(({ pattern }) => forms.some((form) => pattern.test(form)));
    if (found !== undefined) return { name: found.name, line: line.trim() };
  }
  return undefined;
}
