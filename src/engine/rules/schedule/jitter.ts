import { hashText } from './hash.ts';

/** What a start is put off by: 0 to `jitterSeconds` × 1000 ms, always the same for one job and slot. */
export function jitterMs(jobId: string, slotAt: number, jitterSeconds: number): number {
  if (jitterSeconds <= 0) return 0;
  return hashText(`${jobId}@${slotAt}`) % (jitterSeconds * 1000 + 1);
}
