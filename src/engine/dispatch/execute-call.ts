import type { Job } from '../../store/nouns/job.ts';
import type { Run } from '../../store/nouns/run.ts';
import { readEvidence } from '../output/evidence.ts';
import { keepReply } from '../output/keep-reply.ts';
import { runFolderPath } from '../ports/processes.ts';
import type { Outcome } from '../rules/outcome.ts';
import { type CallEnd, gatewayStrategyOf } from '../strategies/strategy.ts';

/** The second phase of what the gateway did: its reply is the run's output, and says how the run ended. */
export function outcomeOfCall(runsDir: string, { job, run }: { job: Job; run: Run }, end: CallEnd): Outcome {
  try {
    const folder = runFolderPath(runsDir, run.id);
    if (end.kind === 'replied') keepReply(folder, end.reply, job.definition.output_max_bytes);
    const evidence = readEvidence(folder, job.definition);
    return gatewayStrategyOf(job).outcome({ job, run, end, evidence });
  } catch (error) {
    // D-26.
    return { kind: 'error', error: error instanceof Error ? error.message : String(error) };
  }
}
