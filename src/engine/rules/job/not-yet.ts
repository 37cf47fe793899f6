import type { JobDefinition } from '../../../store/nouns/job-fields.ts';

/** What is kept with the job and not acted on by this version; said plainly, so that nobody relies on it. */
export function notYetWarnings(definition: JobDefinition): string[] {
  const kept = KEPT_ONLY.filter((field) => definition[field] !== undefined).map(
    (field) => `${field}: kept, but this version does not act on it yet`,
  );
  if (definition.delivery_mode !== 'none')
    kept.push('delivery_to: messages are kept in the outbox; this version does not send them yet');
  if (definition.session_target !== 'shell' && definition.job_type !== 'watchdog') {
    kept.push(
      `session_target: ${definition.session_target} jobs wait, since this version does not talk to a gateway yet`,
    );
  }
  return kept;
}

const KEPT_ONLY = ['ttl_hours', 'expect_every_s'] as const;
