const STEPS_MS = [30_000, 60_000, 300_000, 900_000, 3_600_000];

/** D-66. How long after a final failure a job's next fire waits, in ms, by its failures in a row. */
export function backOffMs(consecutiveErrors: number): number {
  return STEPS_MS[Math.min(consecutiveErrors, STEPS_MS.length) - 1] ?? 0;
}

type RetryFields = {
  retry_delay_s: number;
  retry_factor: number;
  retry_max_delay_s: number;
  retry_jitter: number;
};

/** D-64. The delay before retry `attempt` (from 1) in ms; `spread` from 0 to 1 places it within the jitter. */
export function retryDelayMs(fields: RetryFields, attempt: number, spread: number): number {
  const seconds = Math.min(fields.retry_max_delay_s, fields.retry_delay_s * fields.retry_factor ** (attempt - 1));
  return Math.round(seconds * 1_000 * (1 + fields.retry_jitter * spread));
}
