import type { Job } from '../../../src/store/nouns/job.ts';
import { ANA, type JobWords } from '../../support/builders.ts';
import { createHome, type Home, type LiveEngine, until } from '../support/home.ts';
import { type Proc, variableOf } from '../support/proc.ts';

/** What a command may leave behind; each goes on for a minute unless somebody ends it. */
const TREES = {
  'ignores TERM': { grow: `trap '' TERM HUP INT; (while :; do sleep 0.1; done) &`, escapes: false },
  children: { grow: `sleep 60 & sleep 60 &`, escapes: false },
  'double fork': { grow: `( (sleep 60 &) & )`, escapes: false },
  setsid: { grow: `setsid sleep 60 &`, escapes: true },
  daemon: {
    grow: `setsid sh -c 'trap "" TERM HUP INT; cd /; exec </dev/null >/dev/null 2>&1; (while :; do sleep 0.1; done) &' &`,
    escapes: true,
  },
} as const;

const ENDINGS = ['time-out', 'cancel', 'kill', 'replace', 'by itself', 'engine stops', 'engine is killed'] as const;
type Tree = keyof typeof TREES;
type Ending = (typeof ENDINGS)[number];
type Case = { tree: Tree; ending: Ending; job: Job; runId: number };

const GRACE_MS = 1_000;
/** Time-out, grace, the look for what escaped, and a busy machine. */
const GONE_WITHIN_LOOKS = 600;

export type TreesResult = {
  cases: number;
  grown: number;
  survivors: string[];
  unreported: string[];
  problems: string[];
};

/** Grows every tree, ends it in every way, and looks in /proc for what is left. */
export const endTrees = async (note: (text: string) => void = () => {}): Promise<TreesResult> => {
  const home = createHome();
  try {
    const cases = ENDINGS.flatMap((ending) => Object.keys(TREES).map((tree) => addCase(home, tree as Tree, ending)));
    const before = cases.filter(({ ending }) => ending !== 'engine stops');
    const start = () => home.startEngine({ words: ['--max-runs', '100', '--grace', '0'] });
    const first = start();
    for (const one of before) one.runId = await startCase(home, one);
    let grown = home.processes().length;
    note(`${before.length} trees stand`);
    endCases(home, before);
    const engine = await killAndStart(home, first, start, before);
    note('an engine was killed and replaced');
    await settled('what was ended is gone', () => survivorsOf(home, before, isEndedHere).length === 0);
    await settled('what escaped is reported', () => unreportedOf(home, before).length === 0);
    // The others were to be looked at before: an engine that comes after a crash stops these as well.
    for (const one of cases.filter(({ ending }) => ending === 'engine stops')) one.runId = await startCase(home, one);
    grown += home.processes().length;
    const problems: string[] = [];
    engine.child.kill('SIGTERM');
    const code = await engine.ended;
    if (code !== 0) problems.push(`the engine ended with ${code}: ${engine.errors.join(' ')}`);
    await settled('what ends with its engine is gone', () => survivorsOf(home, cases, isEndedHere).length === 0);
    return {
      cases: cases.length,
      grown,
      survivors: survivorsOf(home, cases, isEndedHere),
      unreported: unreportedOf(home, cases),
      problems,
    };
  } finally {
    await home.remove();
  }
};

const addCase = (home: Home, tree: Tree, ending: Ending): Case => {
  const wait = ending === 'by itself' ? 'sleep 0.3; exit 0' : 'while :; do sleep 0.1; done';
  const fields: JobWords = {
    name: `${tree}, ${ending}`,
    payload_message: `${TREES[tree].grow}\n${wait}`,
    kill_grace_ms: GRACE_MS,
    overlap_policy: ending === 'replace' ? 'replace' : 'allow',
    ...(ending === 'time-out' ? { run_timeout_ms: 2_000 } : {}),
    ...(ending === 'engine stops' || ending === 'engine is killed' ? { on_engine_exit: 'stop' } : {}),
  };
  return { tree, ending, job: home.addJob(fields), runId: 0 };
};

/** Resolves when the tree stands, so that no end comes before it; one that ends by itself may be over by then. */
const startCase = async (home: Home, { job, ending }: Case): Promise<number> => {
  home.commands.runNow(job.id, ANA);
  let runId = 0;
  await until(`${job.definition.name} runs`, () => {
    const run = home.runs().find(({ jobId }) => jobId === job.id);
    runId = run?.id ?? 0;
    return run?.startedAt !== undefined;
  });
  if (ending !== 'by itself' && ending !== 'time-out') {
    await until('its tree stands', () => processesOf(home, runId).length >= 2, GONE_WITHIN_LOOKS);
  }
  return runId;
};

const endCases = (home: Home, cases: readonly Case[]): void => {
  for (const { ending, runId, job } of cases) {
    if (ending === 'cancel') home.commands.cancelRun(runId, ANA);
    if (ending === 'kill') home.commands.killRun(runId, ANA);
    if (ending === 'replace') {
      home.commands.updateJob(job.id, { payload_message: 'exit 0' }, { actor: ANA, machineZone: 'UTC' });
      home.commands.runNow(job.id, ANA);
    }
  }
};

/** The next engine has to stop what ended with the one that could not. */
const killAndStart = async (
  home: Home,
  engine: LiveEngine,
  start: () => LiveEngine,
  cases: readonly Case[],
): Promise<LiveEngine> => {
  const ended = cases.filter((one) => isEndedHere(one) && one.ending !== 'engine is killed');
  await until('the others are over', () =>
    ended.every(({ runId }) => home.store.runs.get(runId)?.finishedAt !== undefined),
  );
  engine.child.kill('SIGKILL');
  const next = start();
  await until('an engine starts again', () => next.events.some(({ event }) => event === 'engine-started'));
  return next;
};

/** What a run that ended by itself left running is its own affair, as with cron; what escaped is reported. */
const isEndedHere = ({ ending }: Case): boolean => ending !== 'by itself';

/** Whether it came true or not is told by who counts afterwards. */
const settled = (what: string, look: () => boolean): Promise<void> =>
  until(what, look, GONE_WITHIN_LOOKS).catch(() => undefined);

const processesOf = (home: Home, runId: number): Proc[] =>
  home.processes().filter(({ pid }) => variableOf(pid, 'OPENCLAW_RUN_ID') === String(runId));

const survivorsOf = (home: Home, cases: readonly Case[], counts: (one: Case) => boolean): string[] => {
  const byRun = new Map(cases.filter(counts).map((one) => [String(one.runId), one]));
  return home.processes().flatMap(({ pid, groupId }) => {
    const one = byRun.get(variableOf(pid, 'OPENCLAW_RUN_ID') ?? '');
    if (one === undefined) return [];
    const where = groupId === home.store.runs.get(one.runId)?.pid ? 'in its group' : 'out of its group';
    return [`${one.tree}, ${one.ending}: process ${pid} ${where}`];
  });
};

/** What escaped stands in the audit: left alone after an end of its own, killed where the run was ended. */
const unreportedOf = (home: Home, cases: readonly Case[]): string[] => {
  const reported = new Set(
    home.rows(`SELECT subject_id AS id FROM audit WHERE action = 'run.escaped'`, (row) => (row as { id: string }).id),
  );
  return cases
    .filter(({ tree, ending }) => TREES[tree].escapes && ending !== 'engine stops')
    .filter(({ runId }) => !reported.has(String(runId)))
    .map(({ tree, ending }) => `${tree}, ${ending}`);
};
