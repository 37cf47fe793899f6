import { once } from 'node:events';
import type { Transform, Writable } from 'node:stream';
import { createFollower, type Follower } from '../../../src/engine/output/follow-output.ts';
import { runFolderPath } from '../../../src/engine/ports/processes.ts';
import { createLiveRedaction } from '../../../src/engine/redact/live-redaction.ts';
import type { RunSecrets } from '../../../src/engine/redact/secret-keeper.ts';
import type { Run, RunOutput } from '../../../src/store/nouns/run.ts';
import { type Context, liveEngine } from '../../context.ts';
import { EXIT_CODES } from '../../failure.ts';
import { findByNumber } from '../../find.ts';
import { cleaner } from '../../output/cleaner.ts';
import { toDocument } from '../../output/documents.ts';
import { redacting } from '../../output/redacting.ts';
import { durationText } from '../../output/times.ts';

const LOOK_EVERY_MS = 200;
const STREAMS = ['out', 'err'] as const;

/** Prints what a run prints, as it comes, and ends with it: its streams go to ours, its end is our exit code. */
export async function followRun(context: Context, _options: object, wanted: string): Promise<void> {
  const { runs } = context.store();
  const { id } = findByNumber('run', wanted, runs.get);
  const follower = createFollower(runFolderPath(context.settings.runsDir, id));
  const secretsOf = createLiveRedaction(context.store(), context.settings.runsDir, context.host.env);
  let sinks: Sinks | undefined;
  let run = stored(context, id);
  remarkWhatItWaitsFor(context, run);
  while (run.finishedAt === undefined) {
    if (context.output.format !== 'json') sinks ??= sinksFor(context, secretsOf(run));
    const moved = sinks !== undefined && (await passOn(follower, sinks));
    if (!moved) await new Promise<void>((resolve) => context.clock.setTimer(LOOK_EVERY_MS, resolve));
    run = stored(context, id);
  }
  if (context.output.format !== 'json') {
    sinks ??= sinksFor(context, secretsOf(run));
    if (sinks !== undefined) await passOnRest(follower, sinks, runs.output(id));
  }
  follower.close();
  tellEnd(context, run);
}

async function passOnRest(follower: Follower, sinks: Sinks, output: RunOutput | undefined): Promise<void> {
  while (await passOn(follower, sinks)) {
    // What was written between the last look and the end.
  }
  await passOnStored(follower, sinks, output);
  await sinks.end();
}

function stored(context: Context, id: number): Run {
  return findByNumber('run', String(id), context.store().runs.get);
}

type Sinks = { out: Writable; err: Writable; end(): Promise<void> };

/**
 * A terminal obeys what it is sent, so it is sent clean lines; a pipe gets the bytes as they were printed. Undefined while
 * nobody here knows what has to be taken out of them.
 */
function sinksFor(context: Context, secrets: RunSecrets): Sinks | undefined {
  if (secrets.kind === 'unknown') return undefined;
  const filters = (): Transform[] => [
    ...(secrets.patterns.length === 0 ? [] : [redacting(secrets.patterns)]),
    ...(context.output.width === undefined ? [] : [cleaner()]),
  ];
  const [out, err] = [chained(filters(), process.stdout), chained(filters(), process.stderr)];
  return {
    out: out.first,
    err: err.first,
    async end() {
      await Promise.all([out.end(), err.end()]);
    },
  };
}

/** The filters one after the other, and their target, which stays open, behind them. */
function chained(filters: readonly Transform[], target: Writable): { first: Writable; end(): Promise<void> } {
  const [first, last] = [filters[0], filters.at(-1)];
  if (first === undefined || last === undefined) return { first: target, end: async () => {} };
  for (const [index, filter] of filters.entries()) filter.pipe(filters[index + 1] ?? target, { end: filter !== last });
  return {
    first,
    async end() {
      const ended = once(last, 'end');
      first.end();
      await ended;
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

/** What is not in a file any more is kept in the database: short output, or the reason why none is shown. */
async function passOnStored(follower: Follower, sinks: Sinks, output: RunOutput | undefined): Promise<void> {
  if (output === undefined) return;
  for (const stream of STREAMS) {
    if (follower.isOpen(stream)) continue;
    const rest = Buffer.from(stream === 'out' ? output.stdout : output.stderr);
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
