import { createHash } from 'node:crypto';
import type { Outcome } from './outcome.ts';

/**
 * D-61. What came of an occasion, as one word that the ledger keeps: SHA-256 of the output that is stored and of how much
 * there was in all. Undefined for ends that leave no key.
 */
export function resultHash(outcome: Outcome): string | undefined {
  if (outcome.kind !== 'ok' && outcome.kind !== 'watched') return undefined;
  const { stdout, stderr, outBytes, errBytes } = outcome.evidence;
  return createHash('sha256')
    .update(JSON.stringify([stdout, stderr, outBytes, errBytes]))
    .digest('hex');
}
