import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Run } from '../../../src/store/nouns/run.ts';
import { ANA } from '../../support/builders.ts';
import { createHome, type Home, until } from '../support/home.ts';
import { createRandom } from '../support/random.ts';

const RUNS_A_KILL = 6;
const LINES = 24;
const NARROW = 60;
/** Some runs print more than the database keeps: their output stays in files. */
const WIDE = 9_000;
const IN_FLIGHT_MS = 500;
/** A kill that meets nobody shows nothing. */
const IN_FLIGHT_MIN = 4;

export type AdoptionResult = {
  kills: number;
  seed: number;
  runs: number;
  /** Those that a kill met while they went on, which is what this is about. */
  inFlight: number;
  adoptedTwice: number;
  bytes: number;
  problems: string[];
  tookMs: number;
};

/** Kills engines under runs that print, and holds every byte and exit status on record against what the run did. */
export const adoptRuns = async ({ kills, seed }: { kills: number; seed: number }): Promise<AdoptionResult> => {
  const startedAt = performance.now();
  const home = createHome();
  const random = createRandom(seed);
  const job = home.addJob({
    name: 'printer',
    payload_message: PRINTER,
    overlap_policy: 'allow',
    max_queued_dispatches: 10_000,
  });
  const met = new Map<number, number>();
  try {
    for (let kill = 0; kill < kills; kill += 1) {
      const engine = home.startEngine({ words: ['--max-runs', '30'] });
      await until('an engine starts', () => engine.events.some(({ event }) => event === 'engine-started'));
      for (let count = 0; count < RUNS_A_KILL; count += 1) home.commands.runNow(job.id, ANA);
      await until('some runs go on', () => home.runs().filter(isInFlight).length >= IN_FLIGHT_MIN);
      await pause(random.fraction() * IN_FLIGHT_MS);
      engine.child.kill('SIGKILL');
      await engine.ended;
      for (const { id } of home.runs().filter(isInFlight)) met.set(id, (met.get(id) ?? 0) + 1);
    }
    const last = home.startEngine({ words: ['--max-runs', '30'] });
    await until('all runs have their end', () => home.dispatches().every(({ endedAt }) => endedAt !== undefined));
    last.child.kill('SIGTERM');
    await last.ended;
    const runs = home.runs().filter(({ status }) => status !== 'skipped');
    const checked = runs.filter(({ id }) => met.has(id)).map((run) => checkRun(home, run));
    return {
      kills,
      seed,
      runs: runs.length,
      inFlight: checked.length,
      adoptedTwice: [...met.values()].filter((times) => times > 1).length,
      bytes: checked.reduce((sum, { bytes }) => sum + bytes, 0),
      problems: checked.flatMap(({ problem }) => problem ?? []),
      tookMs: performance.now() - startedAt,
    };
  } finally {
    await home.remove();
  }
};

/** Its process lives at this moment, whatever the database knows of it by now. */
const isInFlight = ({ status, pid }: Run): boolean => status === 'running' && pid !== undefined;

const PRINTER = `
width=$((OPENCLAW_RUN_ID % 3 == 0 ? ${WIDE} : ${NARROW}))
i=0
while [ $i -lt ${LINES} ]; do
  printf '%s %s %0*d\\n' "$OPENCLAW_RUN_ID" $i $width $i
  printf 'err %s %s\\n' "$OPENCLAW_RUN_ID" $i >&2
  [ $((i % 3)) = 0 ] && sleep 0.15
  i=$((i + 1))
done
exit $((OPENCLAW_RUN_ID % 100))`;

const expectedOf = (runId: number) => {
  const width = runId % 3 === 0 ? WIDE : NARROW;
  const lines = Array.from({ length: LINES }, (_, line) => line);
  return {
    out: lines.map((line) => `${runId} ${line} ${String(line).padStart(width, '0')}\n`).join(''),
    err: lines.map((line) => `err ${runId} ${line}\n`).join(''),
    code: runId % 100,
  };
};

const checkRun = (home: Home, run: Run): { bytes: number; problem?: string } => {
  const expected = expectedOf(run.id);
  const kept = home.store.runs.output(run.id);
  const file = join(home.directory, 'runs', String(run.id), 'out');
  const out =
    kept?.offloadedTo === undefined ? kept?.stdout : existsSync(file) ? readFileSync(file, 'utf8') : undefined;
  const wrong = [
    ...(out === expected.out ? [] : [`${out?.length} of ${expected.out.length} bytes of output`]),
    ...(kept?.stderr === expected.err ? [] : ['another stderr']),
    ...(run.exitCode === expected.code ? [] : [`exit ${run.exitCode}, not ${expected.code}`]),
    ...(run.outBytes === expected.out.length ? [] : [`counted ${run.outBytes} bytes`]),
  ];
  const bytes = expected.out.length + expected.err.length;
  return wrong.length === 0 ? { bytes } : { bytes, problem: `run ${run.id} (${run.status}): ${wrong.join(', ')}` };
};
