import type { Job } from '../../../store/nouns/job.ts';

/**
 * D-51. Always in full: a bare key is an error of the gateway as soon as it has two agents. A key that names its agent
 * already is taken as it is.
 */
export function sessionKeyOf({ id, definition }: Pick<Job, 'id' | 'definition'>, runId: number): string {
  const key = definition.preferred_session_key ?? `scheduler:${id}:${runId}`;
  return key.startsWith('agent:') ? key : `agent:${definition.agent_id}:${key}`;
}

/** The session that a main-session event goes to. */
export const mainSessionKey = ({ definition }: Pick<Job, 'definition'>): string => `agent:${definition.agent_id}:main`;

/** What the gateway knows a turn by; run ids of two databases may be the same, job ids are not. */
export const turnIdOf = (jobId: string, idempotencyKey: string): string => `${jobId}:${idempotencyKey}`;
