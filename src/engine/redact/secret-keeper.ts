import type { Job } from '../../store/nouns/job.ts';
import type { Run } from '../../store/nouns/run.ts';
import { findSecrets, hasSecrets, type Own, type RunProcess, type Secret } from '../ports/environment.ts';
import { type Pattern, patternsOf } from './patterns.ts';

/** More runs than that are never looked at together; one that falls out is looked up anew. */
const RUNS_MAX = 4_096;

/** What has to be taken out of a run's output; `unknown` names variables whose values can be found nowhere any more. */
export type RunSecrets =
  | { kind: 'known'; patterns: readonly Pattern[] }
  | { kind: 'unknown'; names: readonly string[] };

/** Knows the secrets of runs, in memory only. */
export type SecretKeeper = {
  /** Of a run that was started here. */
  remember(runId: number, secrets: readonly Secret[]): void;
  /** The job as the run has it; the process, while it lives, of a run that others started. */
  of(job: Job, run: Pick<Run, 'id'>, process?: RunProcess): RunSecrets;
  /** What is known of a run without looking. */
  known(runId: number): readonly Pattern[];
};

export function createSecretKeeper(own: Own): SecretKeeper {
  const kept = new Map<number, readonly Pattern[]>();
  const keep = (runId: number, secrets: readonly Secret[]): readonly Pattern[] => {
    const patterns = patternsOf(secrets);
    kept.set(runId, patterns);
    const [oldest] = kept.keys();
    if (kept.size > RUNS_MAX && oldest !== undefined) kept.delete(oldest);
    return patterns;
  };
  return {
    remember(runId, secrets) {
      if (secrets.length > 0) keep(runId, secrets);
    },
    of({ definition: { env } }, { id }, process) {
      if (!hasSecrets(env)) return NOTHING;
      const known = kept.get(id);
      if (known !== undefined) return { kind: 'known', patterns: known };
      const { secrets, unknown } = findSecrets(env, own, process);
      return unknown.length > 0 ? { kind: 'unknown', names: unknown } : { kind: 'known', patterns: keep(id, secrets) };
    },
    known: (runId) => kept.get(runId) ?? [],
  };
}

const NOTHING: RunSecrets = { kind: 'known', patterns: [] };
