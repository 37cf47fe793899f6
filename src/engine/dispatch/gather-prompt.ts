import { agentReads, type RunResult } from '../../store/lookups/agent-reads.ts';
import type { Store } from '../../store/store.ts';
import type { EarlierResult, PromptFacts, TriggeringResult } from '../rules/agent/prompt.ts';
import { mostRelevant } from '../rules/agent/relevance.ts';
import { cutText } from '../rules/cut-text.ts';
import type { DispatchContext } from './context.ts';
import { jobOfRun } from './job-as-run.ts';

/** How many stored results are compared with the message, the newest ones. */
const CANDIDATES_MAX = 500;

/** D-52. Reads what an agent is told beside its message. Made once, since few engines ever ask. */
export function createPromptReader(store: Store): (context: DispatchContext) => PromptFacts {
  let reads: ReturnType<typeof agentReads> | undefined;
  return ({ job, run }) => {
    reads ??= agentReads(store.db);
    const triggeredBy = triggeringResult(store, run.triggeredByRun);
    return {
      job,
      run,
      ...(triggeredBy === undefined ? {} : { triggeredBy }),
      context: contextOf(reads, { job, run }),
      // Nobody writes messages between agents yet; those that wait for this agent belong here, and are delivered with it.
      inbox: [],
    };
  };
}

function triggeringResult(store: Store, runId: number | undefined): TriggeringResult | undefined {
  const run = runId === undefined ? undefined : store.runs.get(runId);
  if (run === undefined) return undefined;
  const output = store.runs.output(run.id);
  const job = store.jobs.get(run.jobId);
  const printed = output?.stdout || output?.stderr || '';
  if (job === undefined) return { run, output: printed };
  return { run, output: cutText(printed, jobOfRun(store, job, run).definition.output_excerpt_limit_bytes) };
}

type Asking = Pick<DispatchContext, 'job' | 'run'>;

function contextOf(reads: ReturnType<typeof agentReads>, { job, run }: Asking): EarlierResult[] {
  const { context_retrieval: how, context_retrieval_limit: most, payload_scope: scope } = job.definition;
  if (how === 'none') return [];
  const recent = toEarlier(reads.resultsOf(job.id, most));
  if (how === 'recent') return recent;
  const known = new Set([run.id, ...recent.map(({ id }) => id)]);
  const stored = scope === 'global' ? reads.results(CANDIDATES_MAX) : reads.resultsOf(job.id, CANDIDATES_MAX);
  const others = toEarlier(stored).filter(({ id }) => !known.has(id));
  return [...recent, ...mostRelevant(job.definition.payload_message, others, most)];
}

const toEarlier = (results: readonly RunResult[]): EarlierResult[] =>
  results.map(({ summary = '', ...result }) => ({ ...result, text: summary }));
