/** Which revision of its job a dispatch wants, and what a run changed in it for itself alone. */
export const storedRevision = `
ALTER TABLE dispatches ADD COLUMN job_revision INTEGER;
ALTER TABLE runs ADD COLUMN override TEXT CHECK (override IS NULL OR json_valid(override));
`;
