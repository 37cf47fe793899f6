import type { JobWords } from '../../support/builders.ts';

/** An agent's job; its prompt steers the fake gateway. */
export const agentJob = (prompt: string, fields: JobWords = {}): JobWords => ({
  name: 'digest',
  session_target: 'isolated',
  payload_message: prompt,
  ...fields,
});

export const TOLD: JobWords = { delivery_mode: 'announce', delivery_channel: 'telegram', delivery_to: '42' };
