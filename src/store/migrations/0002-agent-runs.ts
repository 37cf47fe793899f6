/**
 * Who answers for an agent's run and where, so that it is found again after a restart, and what it used; and which
 * dispatches were put off for the gateway, so that they look again when it is there.
 */
export const agentRuns = `ALTER TABLE runs ADD COLUMN agent_id TEXT;
ALTER TABLE runs ADD COLUMN session_key TEXT;
ALTER TABLE runs ADD COLUMN tokens_in INTEGER;
ALTER TABLE runs ADD COLUMN tokens_out INTEGER;
ALTER TABLE dispatches ADD COLUMN put_off_for TEXT CHECK (put_off_for IS NULL OR put_off_for = 'gateway');
CREATE INDEX dispatches_put_off ON dispatches (put_off_for) WHERE status = 'pending' AND put_off_for IS NOT NULL;
`;
