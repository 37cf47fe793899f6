import type { Job } from '../../store/nouns/job.ts';
import type { Run } from '../../store/nouns/run.ts';
import { meetsCondition, readEvidence } from '../output/evidence.ts';
import { readEnvironment } from '../ports/environment.ts';
import type { Host } from '../ports/host.ts';
import { type ProcessEnd, type Processes, type ProcessIdentity, runFolderPath } from '../ports/processes.ts';
import { type ConditionAnswer, conditionOf } from '../rules/children.ts';
import { jobEnvironment } from '../rules/job-environment.ts';
import type { Outcome } from '../rules/outcome.ts';
import { type ProcessPlan, type Strategy, strategyOf } from '../strategies/strategy.ts';
import type { DispatchContext } from './context.ts';

export type Executor = { processes: Processes; host: Host; runsDir: string };

export type Launched =
  | { kind: 'started'; identity: ProcessIdentity; plan: ProcessPlan; ended: Promise<ProcessEnd> }
  | { kind: 'failed'; outcome: Outcome };

/** The second phase, its synchronous half: starts the process. Whatever goes wrong is an outcome, never a throw. */
export function launch({ processes, host, runsDir }: Executor, { job, run }: DispatchContext): Launched {
  try {
    const strategy = strategyFor(job);
    const plan = strategy.plan(job);
    const added = readEnvironment(job.definition.env, host.env);
    if (added.kind === 'refused') return failed(added.reason);
    const folder = runFolderPath(runsDir, run.id);
    const started = processes.start({
      runId: run.id,
      folder,
      shell: job.definition.shell ?? host.defaultShell,
      command: plan.command,
      cwd: job.definition.cwd ?? host.homeDir,
      env: jobEnvironment(host.env, job, run, added.values, folder),
    });
    return started.kind === 'refused' ? failed(started.reason) : { ...started, plan };
  } catch (error) {
    return failed(error instanceof Error ? error.message : String(error));
  }
}

const failed = (reason: string): Launched => ({
  kind: 'failed',
  outcome: { kind: 'error', error: `cannot start: ${reason}` },
});

/** The second phase, once the process is gone: reads what it left and says how it ended. */
export function outcomeOf(runsDir: string, job: Job, run: Run, end: ProcessEnd, now: number): Outcome {
  try {
    const evidence = readEvidence(runFolderPath(runsDir, run.id), job.definition);
    return strategyFor(job).outcome({ job, run, end, evidence, now });
  } catch (error) {
    // D-26.
    return { kind: 'error', error: error instanceof Error ? error.message : String(error) };
  }
}

/** What the whole output says to each child that wants to find something in it, by the child's id. */
export async function lookAtConditions(
  runsDir: string,
  runId: number,
  children: readonly Job[],
): Promise<Map<string, ConditionAnswer>> {
  const folder = runFolderPath(runsDir, runId);
  const answers = new Map<string, ConditionAnswer>();
  for (const child of children) {
    const condition = conditionOf(child);
    if (condition !== undefined) answers.set(child.id, await meetsCondition(folder, condition));
  }
  return answers;
}

function strategyFor(job: Job): Strategy {
  const strategy = strategyOf(job.definition);
  if (strategy === undefined) throw new Error(`no strategy for session_target ${job.definition.session_target}`);
  return strategy;
}
