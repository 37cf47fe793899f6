import type { NewAlert } from '../../store/nouns/alert.ts';
import type { Lease } from '../../store/nouns/lease.ts';

/** What a successor says of an engine that lived and gave no sign of it. */
export const leaseAlert = ({ pid, host }: Lease): NewAlert => ({
  kind: 'lease',
  key: 'lease',
  severity: 'warn',
  title: `the engine of PID ${pid} on ${host} gave no sign of life for 8 s and was replaced`,
  detail: 'stopped, suspended or starved: it writes nothing more, and what it had running goes on here',
});
