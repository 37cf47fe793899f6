/** The occasion key names one cause to run a job: two dispatches of one occasion cannot exist, and it is run once. */
export const occasionKey = {
  slot: (jobId: string, slotAt: number): string => `slot:${jobId}:${slotAt}`,
  boot: (jobId: string, bootId: string): string => `boot:${jobId}:${bootId}`,
  chain: (sourceRunId: number, jobId: string): string => `chain:${sourceRunId}:${jobId}`,
  retry: (runId: number, jobId: string): string => `retry:${runId}:${jobId}`,
  replay: (runId: number, jobId: string): string => `replay:${runId}:${jobId}`,
  manual: (jobId: string, requestId: string): string => `manual:${jobId}:${requestId}`,
};

const KEY_LIFE_MS = 7 * 86_400_000;
const KEY_LIFE_ONE_SHOT_MS = 86_400_000;

/** D-14. How long a key is remembered, in ms. */
export const keyLifeMs = (deleteAfterRun: boolean): number => (deleteAfterRun ? KEY_LIFE_ONE_SHOT_MS : KEY_LIFE_MS);

/**
 * Whether a parent's run is what this goes back to. A child's run that a person ran again keeps its parent too, but the
 * root of what it causes is itself, which is younger.
 */
export const goesBackTo = (parentRunId: number | undefined, causeRoot: string | undefined): boolean =>
  parentRunId !== undefined && Number(causeRoot?.slice('run:'.length) ?? 0) <= parentRunId;
