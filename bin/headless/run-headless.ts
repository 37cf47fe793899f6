import type { EngineEvent } from '../../src/engine/events.ts';
import { takeNotifier } from '../../src/engine/ports/notify.ts';
import { counted } from '../../src/engine/rules/counted.ts';
import { statusReads } from '../../src/store/lookups/status-reads.ts';
import type { Lease } from '../../src/store/nouns/lease.ts';
import { collectGarbage } from '../collect-garbage.ts';
import { composeEngine, type EngineFlags, type EngineRoom, refuseNetworkHome } from '../compose.ts';
import type { Context } from '../context.ts';
import { startEngine } from '../engine-start.ts';
import { Failure } from '../failure.ts';
import { logFault } from '../fault-log.ts';
import { faultFailure } from '../faults.ts';
import { eventJson, eventLine } from './event-lines.ts';
import { lineWriter } from './line-writer.ts';
import { keepRestSmall } from './rest-memory.ts';
import { createServiceVoice } from './service-voice.ts';
import { stopSteps } from './stop-signals.ts';

export type HeadlessOptions = EngineFlags & { once?: true; wait?: true; takeOver?: true; onHangup: 'keep' | 'stop' };

const EXIT_AFTER_SECOND_INTERRUPT = 130;

/** The engine without a screen, until a signal drains it or, with `once`, until nothing is left to do. */
export async function runHeadless(context: Context, options: HeadlessOptions): Promise<void> {
  refuseNetworkHome(context.settings);
  const room = composeEngine(context, 'headless', options);
  try {
    // Whoever reads the lines and complaints may go away, or have no room; the engine's work does not depend on it.
    for (const stream of [process.stdout, process.stderr]) {
      stream.removeAllListeners('error');
      stream.on('error', () => {});
    }
    endOnFault(context);
    room.engine.on(eventPrinter(context));
    await runUntilStopped(context, room, options);
  } finally {
    room.close();
  }
}

/** What nobody caught leaves the engine in an unknown state: the next one recovers from the database. */
function endOnFault({ output, settings }: Context): void {
  const end = (error: unknown): void => {
    process.exit(output.fail(faultFailure(error, logFault(error, settings))));
  };
  process.on('uncaughtException', end);
  process.on('unhandledRejection', end);
}

async function runUntilStopped(context: Context, room: EngineRoom, options: HeadlessOptions): Promise<void> {
  const stopped = Promise.withResolvers<void>();
  let isStopped = false;
  void stopped.promise.then(() => {
    isStopped = true;
  });
  let replaced: Failure | undefined;
  room.engine.on((event) => {
    if (event.kind === 'lease-lost') replaced = replacedFailure(event);
    // Whoever asked for the engine has it now: there is nothing left to do here, as after a stop.
    if (event.kind === 'lease-lost' || event.kind === 'engine-handed-over') stopped.resolve();
  });
  // Before the start: from the first event on, whoever reads it may send a signal.
  const release = onSignals(context, room, options, stopped.resolve);
  const voice = openServiceVoice(context, room);
  const rest = keepRestSmall(room.engine, context.clock, collectGarbage);
  try {
    await startEngine(room, context, { beside: besideOf(options), isOver: () => isStopped });
    if (options.once === true) void room.engine.idle().then(stopped.resolve);
    await stopped.promise;
    await room.engine.drain(room.graceMs);
    if (replaced !== undefined) throw replaced;
  } finally {
    rest.stop();
    voice?.stop();
    release();
  }
}

const besideOf = ({ takeOver, wait }: HeadlessOptions): 'ask' | 'wait' | 'refuse' =>
  takeOver === true ? 'ask' : wait === true ? 'wait' : 'refuse';

/** Where a service manager started us. The first word is that we may have to wait; being ready follows it at once otherwise. */
function openServiceVoice(
  { clock }: Context,
  { engine, store, log }: EngineRoom,
): ReturnType<typeof createServiceVoice> | undefined {
  const notifier = takeNotifier(process.env, process.pid, (reason) => log.warn({}, reason));
  if (notifier === undefined) return undefined;
  const numbers = statusReads(store.db).numbers;
  const voice = createServiceVoice(notifier, clock, { aliveAt: engine.aliveAt, numbers: () => numbers(clock.now()) });
  engine.on(voice.hear);
  if (store.lease.current() !== undefined) voice.waiting();
  return voice;
}

const replacedFailure = ({ by, because }: { by?: Lease; because?: string }): Failure => {
  if (because !== undefined) {
    return new Failure('conflict', 'database-replaced', because, { hint: 'look at the home, then start again' });
  }
  const who = by === undefined ? 'another engine' : `pid ${by.pid} of ${by.user} on ${by.host}`;
  return new Failure('conflict', 'engine-replaced', `${who} took over while this engine was stopped or starved`, {
    hint: 'nothing more was written here; its runs go on there',
  });
};

/** Returns how to stop listening. */
function onSignals(context: Context, room: EngineRoom, options: HeadlessOptions, drain: () => void): () => void {
  const stepOf = stopSteps();
  const obey = (signal: 'SIGINT' | 'SIGTERM' | 'SIGHUP'): void => {
    const step = stepOf(signal, context.clock.monotonic());
    if (step === 'drain') drain();
    if (step === 'end-at-once') {
      room.killRuns();
      room.close();
      process.exit(EXIT_AFTER_SECOND_INTERRUPT);
    }
  };
  const hangup = (): void => {
    if (options.onHangup === 'stop') obey('SIGHUP');
  };
  process.on('SIGINT', obey);
  process.on('SIGTERM', obey);
  process.on('SIGHUP', hangup);
  return () => {
    process.off('SIGINT', obey);
    process.off('SIGTERM', obey);
    process.off('SIGHUP', hangup);
  };
}

/** Pretty lines on a terminal, JSON lines otherwise. */
function eventPrinter(context: Context): (event: EngineEvent) => void {
  const { clock, host, output } = context;
  const isPretty = output.width !== undefined && output.format === 'human';
  const write = lineWriter(process.stdout, (count) =>
    isPretty
      ? `(${counted(count, 'line')} left out: nobody read ${count === 1 ? 'it' : 'them'})`
      : JSON.stringify({ event: 'lines-left-out', count }),
  );
  return (event) => {
    const at = clock.now();
    write(isPretty ? eventLine(event, at, { zone: host.timeZone, paint: output.paint }) : eventJson(event, at));
  };
}
