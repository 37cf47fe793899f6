import { once } from 'node:events';
import type { Writable } from 'node:stream';
import { createFollower, type Follower } from '../../../src/engine/output/follow-output.ts';
import { runFolderPath } from '../../../src/engine/ports/processes.ts';
import type { Run, RunOutput } from '../../../src/store/nouns/run.ts';
import { type Context, liveEngine } from '../../context.ts';
import { EXIT_CODES } from '../../failure.ts';
import { findByNumber } from '../../find.ts';
import { cleaner } from '../../output/cleaner.ts';
import { toDocument } from '../../output/documents.ts';
import { durationText } from '../../output/times.ts';

const LOOK_EVERY_MS = 200;
const STREAMS = ['out', 'err'] as const;

/** Prints what a run prints, as it comes, and ends with it: its streams go to ours, its end is our exit code. */
export async function followRun(context: Context, _options: object, wanted: string): Promise<void> {
  const { runs } = context.store();
  const { id } = findByNumber('run', wanted, runs.get);
  const follower = createFollower(runFolderPath(context.settings.runsDir, id));
  const sinks = context.output.format === 'json' ? undefined : sinksFor(context);
  let run = stored(context, id);
  remarkWhatItWaitsFor(context, run);
  while (run.finishedAt === undefined) {
    const moved = sinks !== undefined && (await passOn(follower, sinks));
    if (!moved) await new Promise<void>((resolve) => context.clock.setTimer(LOOK_EVERY_MS, resolve));
    run = stored(context, id);
  }
  if (sinks !== undefined) {
    while (await passOn(follower, sinks)) {
      // What was written between the last look and the end.
    }
    await passOnStored(follower, sinks, runs.output(id));
    await sinks.end();
  }
  tellEnd(context, run);
}

function stored(context: Context, id: number): Run {
  return findByNumber('run', String(id), context.store().runs.get);
}

type Sinks = { out: Writable; err: Writable; end(): Promise<void> };

/** A terminal obeys what it is sent, so it is sent clean lines; a pipe gets the bytes as they were printed. */
function sinksFor(context: Context): Sinks {
  if (context.output.width === undefined) return { out: process.stdout, err: process.stderr, end: async () => {} };
  const [out, err] = [cleaner(), cleaner()];
  out.pipe(process.stdout, { end: false });
  err.pipe(process.stderr, { end: false });
  return {
    out,
    err,
    async end() {
      const ended = [out, err].map((each) => once(each, 'end'));
      out.end();
      err.end();
      await Promise.all(ended);
    },
  };
}

/** True when there was something new. */
async function passOn(follower: Follower, sinks: Sinks): Promise<boolean> {
  let moved = false;
  for (const stream of STREAMS) {
    const bytes = follower.read(stream);
    if (bytes.length === 0) continue;
    moved = true;
    await write(sinks[stream], bytes);
  }
  return moved;
}

/** Short output is kept in the database, and its files are removed with the run's end. */
async function passOnStored(follower: Follower, sinks: Sinks, output: RunOutput | undefined): Promise<void> {
  if (output === undefined || output.offloadedTo !== undefined) return;
  for (const stream of STREAMS) {
    const rest = Buffer.from(stream === 'out' ? output.stdout : output.stderr).subarray(follower.given(stream));
    if (rest.length > 0) await write(sinks[stream], rest);
  }
}

const write = (sink: Writable, bytes: Buffer): Promise<void> =>
  new Promise((resolve, reject) => sink.write(bytes, (error) => (error ? reject(error) : resolve())));

function remarkWhatItWaitsFor(context: Context, run: Run): void {
  if (run.finishedAt !== undefined) return;
  if (run.status === 'awaiting_approval') context.output.remark(`run ${run.id} waits for an approval`);
  if (liveEngine(context) === undefined) {
    context.output.remark('no engine runs on this database: one has to record the end of this run');
  }
}

/** Waiting for an approval ends with another run, which is no failure. */
const isWell = ({ status }: Run): boolean => status === 'ok' || status === 'approved';

function tellEnd(context: Context, run: Run): void {
  const took = run.durationMs === undefined ? '' : ` after ${durationText(run.durationMs)}`;
  context.output.remark(
    `run ${run.id} of ${run.jobName}: ${run.status}${took}${run.error === undefined ? '' : `: ${run.error}`}`,
  );
  if (context.output.format === 'json') context.output.answer({ run: toDocument(run) }, () => []);
  if (!isWell(run)) process.exitCode = EXIT_CODES.refused;
}
