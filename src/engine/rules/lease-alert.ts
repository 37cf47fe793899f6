import type { NewAlert } from '../../store/nouns/alert.ts';
import type { Lease } from '../../store/nouns/lease.ts';
import { alertTexts } from './texts.ts';

/** What a successor says of an engine that lived and gave no sign of it. */
export const leaseAlert = ({ pid, host }: Lease): NewAlert => ({
  kind: 'lease',
  key: 'lease',
  severity: 'warn',
  ...alertTexts.lease(pid, host),
});
