import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BackgroundProcess, startInBackground } from '../../src/engine/ports/processes/background.ts';
import type { Context } from '../context.ts';
import type { EngineSide } from './engine-side.ts';

const LOOK_EVERY_MS = 50;
/** A slow machine needs a second or two to start a process; the hand-over itself takes no time. */
const TAKEN_MAX_MS = 20_000;

export type Background = { kind: 'running'; pid: number } | { kind: 'failed'; reason: string };

/**
 * Hands the engine to a process of its own, in a session without a terminal. Going on in this process would leave it in the
 * shell's session, with dead descriptors and a screen's memory; a logout may end all of that.
 */
export async function leaveInBackground(context: Context, side: EngineSide): Promise<Background> {
  const errorsPath = join(context.settings.logDir, 'background.err');
  let child: BackgroundProcess;
  try {
    child = startInBackground({
      program: process.execPath,
      words: [...process.execArgv, process.argv[1] ?? '', ...wordsOf(context, side)],
      cwd: context.settings.home,
      env: context.host.env,
      errorsPath,
    });
  } catch (error) {
    return { kind: 'failed', reason: error instanceof Error ? error.message : String(error) };
  }
  return whenTaken(context, side, child, errorsPath);
}

function wordsOf({ settings }: Context, { maxActiveRuns, graceMs }: EngineSide): string[] {
  const { home, dbPath, configPath } = settings;
  return [
    ...['--no-ui', '--take-over', '--home', home, '--db', dbPath],
    ...(configPath === undefined ? [] : ['--config', configPath]),
    ...['--max-runs', String(maxActiveRuns), '--grace', String(graceMs / 1_000), '--on-hangup', 'keep'],
  ];
}

async function whenTaken(
  { clock }: Context,
  { store }: EngineSide,
  child: BackgroundProcess,
  errorsPath: string,
): Promise<Background> {
  const since = clock.monotonic();
  while (clock.monotonic() - since < TAKEN_MAX_MS) {
    const pid = store.lease.current()?.pid;
    if (pid !== undefined && pid === child.pid) return { kind: 'running', pid };
    const ended = child.ended();
    if (ended !== undefined) return { kind: 'failed', reason: lastLineOf(errorsPath) ?? ended };
    await new Promise<void>((resolve) => clock.setTimer(LOOK_EVERY_MS, resolve));
  }
  return { kind: 'failed', reason: `PID ${child.pid} did not take the engine over in time` };
}

function lastLineOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8').trim().split('\n').at(-1) || undefined;
  } catch {
    // What it said is lost; how it ended is known.
    return undefined;
  }
}
