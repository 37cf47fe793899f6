/** Who answers for an agent's run and where, so that it is found again after a restart, and what it used. */
export const agentRuns = `ALTER TABLE runs ADD COLUMN agent_id TEXT;
ALTER TABLE runs ADD COLUMN session_key TEXT;
ALTER TABLE runs ADD COLUMN tokens_in INTEGER;
ALTER TABLE runs ADD COLUMN tokens_out INTEGER;
`;
