import { ANA } from '../../support/builders.ts';
import { createHome, type Home, until } from '../support/home.ts';
import { createRandom } from '../support/random.ts';
import { auditHome, type Findings, noFindings } from './audit.ts';
import { addJobs, type LoopJobs } from './jobs.ts';
import { createKiller, type KillCounts } from './kills.ts';
import { type Accepted, createMoves } from './moves.ts';

/** After so many kills everything is let come to rest and is looked at. */
const AUDIT_EVERY = 100;
const REST_LOOKS_MAX = 24_000;

export type KillLoopResult = {
  seed: number;
  counts: KillCounts;
  accepted: Accepted;
  findings: Findings;
  tookMs: number;
};

/** When the jobs that fire by themselves were on, in epoch ms. */
export type OnPeriod = { from: number; to: number };

export const runKillLoop = async (options: {
  kills: number;
  seed: number;
  oldNode?: string;
  note?(text: string): void;
}): Promise<KillLoopResult> => {
  const startedAt = performance.now();
  const home = createHome();
  const random = createRandom(options.seed);
  const jobs = addJobs(home);
  const moves = createMoves(home, jobs, random);
  const killer = createKiller(home, random, moves.move, options.oldNode);
  const periods: OnPeriod[] = [];
  const findings = noFindings();
  let onSince = Date.now();
  try {
    while (killer.counts.kills < options.kills) {
      await killer.cycle();
      const { kills } = killer.counts;
      if (kills % AUDIT_EVERY !== 0 && kills < options.kills) continue;
      periods.push({ from: onSince, to: switchOff(home, jobs) });
      const left = await comeToRest(home, moves.answerAll);
      auditHome(home, { jobs, periods, left, accepted: moves.accepted, cutRuns: killer.counts.cutRuns }, findings);
      options.note?.(`${kills} kills, ${home.runs().length} runs, ${findings.problems.length} problems`);
      for (const job of jobs.steady) home.commands.enableJob(job.id, ANA);
      onSince = Date.now();
    }
    findings.problems.push(...killer.counts.troubles);
    return {
      seed: options.seed,
      counts: killer.counts,
      accepted: moves.accepted,
      findings,
      tookMs: performance.now() - startedAt,
    };
  } finally {
    if (findings.problems.length > 0) options.note?.(`the home is kept: ${home.directory}`);
    else await home.remove();
  }
};

/** Answers the last instant at which all of them were on. */
const switchOff = (home: Home, jobs: LoopJobs): number => {
  const at = Date.now();
  for (const job of jobs.steady) home.commands.disableJob(job.id, ANA);
  return at;
};

/** An engine that nobody kills does what is left to do; answers what it could not finish. */
const comeToRest = async (home: Home, answerAll: () => void): Promise<string[]> => {
  const engine = home.startEngine();
  const open = (): string[] =>
    home.rows(
      `SELECT 'dispatch ' || id || ' is ' || status || coalesce(' on ' || blocked_on, '') AS words FROM dispatches
       WHERE status NOT IN ('done', 'cancelled')
       UNION ALL SELECT 'run ' || id || ' is ' || status FROM runs WHERE finished_at IS NULL
       UNION ALL SELECT 'job ' || name || ' is due at ' || next_run_at FROM jobs
         WHERE next_run_at IS NOT NULL AND enabled = 1 AND deleted_at IS NULL`,
      (row) => (row as { words: string }).words,
    );
  try {
    await until(
      'everything comes to rest',
      () => {
        answerAll();
        // Before its first event it has nothing to listen for signals with, and has swept nothing.
        return engine.events.some(({ event }) => event === 'engine-started') && open().length === 0;
      },
      REST_LOOKS_MAX,
    );
  } catch {
    // What is left is the finding.
  }
  const left = open();
  engine.child.kill('SIGTERM');
  const code = await engine.ended;
  return code === 0 ? left : [...left, `a quiet engine ended with ${code}: ${engine.errors.join(' ')}`];
};
