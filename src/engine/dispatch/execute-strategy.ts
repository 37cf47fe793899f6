import type { Job } from '../../store/nouns/job.ts';
import type { Run } from '../../store/nouns/run.ts';
import { meetsCondition, readEvidence } from '../output/evidence.ts';
import { REGEX_TIME_MAX_MS } from '../output/matches-regex.ts';
import { readEnvironment } from '../ports/environment.ts';
import type { Host } from '../ports/host.ts';
import { type ProcessEnd, type Processes, type ProcessIdentity, runFolderPath } from '../ports/processes.ts';
import { redactRunFiles, setOutputAside } from '../redact/run-files.ts';
import type { RunSecrets, SecretKeeper } from '../redact/secret-keeper.ts';
import { type ConditionAnswer, conditionOf } from '../rules/children.ts';
import { jobEnvironment, type Trigger, triggerEnvironment } from '../rules/job-environment.ts';
import type { Evidence, Outcome } from '../rules/outcome.ts';
import { hideSecretShapes } from '../rules/secret-shapes.ts';
import { type ProcessPlan, processStrategyOf } from '../strategies/strategy.ts';
import type { DispatchContext } from './context.ts';

export type Executor = { processes: Processes; host: Host; runsDir: string; secrets: SecretKeeper };

export type Launched =
  | { kind: 'started'; identity: ProcessIdentity; plan: ProcessPlan; ended: Promise<ProcessEnd> }
  | { kind: 'failed'; outcome: Outcome };

/** The second phase, its synchronous half: starts the process. Whatever goes wrong is an outcome, never a throw. */
export function launch(
  { processes, host, runsDir, secrets }: Executor,
  { job, run }: DispatchContext,
  triggerOf: () => Trigger | undefined,
): Launched {
  try {
    const strategy = processStrategyOf(job);
    const plan = strategy.plan(job);
    const added = readEnvironment(job.definition.env, host.env);
    if (added.kind === 'refused') return failed(added.reason);
    secrets.remember(run.id, added.secrets);
    const folder = runFolderPath(runsDir, run.id);
    const trigger = triggerOf();
    const env = jobEnvironment(host.env, job, run, added.values, folder);
    const started = processes.start({
      runId: run.id,
      folder,
      shell: job.definition.shell ?? host.defaultShell,
      command: plan.command,
      cwd: job.definition.cwd ?? host.homeDir,
      env: trigger === undefined ? env : { ...env, ...triggerEnvironment(trigger) },
    });
    return started.kind === 'refused' ? failed(started.reason) : { ...started, plan };
  } catch (error) {
    return failed(messageOf(error));
  }
}

const failed = (reason: string): Launched => ({
  kind: 'failed',
  outcome: { kind: 'error', error: `cannot start: ${reason}` },
});

/** The second phase, once the process is gone: reads what it left and says how it ended. With secrets to take out it takes time. */
export function outcomeOf(
  { runsDir, secrets }: Pick<Executor, 'runsDir' | 'secrets'>,
  { job, run }: { job: Job; run: Run },
  end: ProcessEnd,
  now: number,
): Outcome | Promise<Outcome> {
  const folder = runFolderPath(runsDir, run.id);
  const read = (withheld?: string): Outcome => {
    try {
      const evidence = readEvidence(folder, job.definition);
      const told = withheld === undefined ? evidence : withholding(evidence, folder, withheld);
      return processStrategyOf(job).outcome({ job, run, end, evidence: told, now });
    } catch (error) {
      // D-26.
      return { kind: 'error', error: messageOf(error) };
    }
  };
  const found = secrets.of(job, run);
  if (found.kind === 'known' && found.patterns.length === 0) return read();
  return cleanOutput(folder, found).then(read);
}

/** Nothing that a run printed is stored, sent or shown before its secrets are out of it. Gives the reason where they cannot be. */
async function cleanOutput(folder: string, secrets: RunSecrets): Promise<string | undefined> {
  try {
    if (secrets.kind === 'known') {
      await redactRunFiles(folder, secrets.patterns);
      return undefined;
    }
    await setOutputAside(folder);
    return `the value of ${secrets.names.join(', ')} is not known any more`;
  } catch (error) {
    await setOutputAside(folder);
    return `its secrets could not be taken out: ${messageOf(error)}`;
  }
}

const withholding = (evidence: Evidence, folder: string, because: string): Evidence => ({
  ...evidence,
  stderr: `[output withheld: ${because}; it is kept in ${folder}, as out.unclean and err.unclean]\n`,
  offloadedTo: folder,
});

const messageOf = (error: unknown): string => hideSecretShapes(error instanceof Error ? error.message : String(error));

/** A run is not settled before its children's conditions are looked at: a hundred slow ones must not hold it up for long. */
const CONDITIONS_TIME_MAX_MS = 30_000;

/** What the whole output says to each child that wants to find something in it, by the child's id. */
export async function lookAtConditions(
  runsDir: string,
  runId: number,
  children: readonly Job[],
): Promise<Map<string, ConditionAnswer>> {
  const folder = runFolderPath(runsDir, runId);
  const answers = new Map<string, ConditionAnswer>();
  const together = AbortSignal.timeout(CONDITIONS_TIME_MAX_MS);
  const signalOf = (): AbortSignal => AbortSignal.any([together, AbortSignal.timeout(REGEX_TIME_MAX_MS)]);
  for (const child of children) {
    const condition = conditionOf(child);
    if (condition !== undefined) answers.set(child.id, await meetsCondition(folder, condition, signalOf()));
  }
  return answers;
}
