import type { Inspection } from '../../../src/store/backup/inspect.ts';

export const auditText = (audit: Inspection['audit']): string =>
  audit.kind === 'intact'
    ? `audit intact, ${audit.checked} ${audit.checked === 1 ? 'entry' : 'entries'}`
    : `the audit was changed: entry ${audit.id} does not follow from the one before it`;
