import { isHere } from '../../src/engine/lease.ts';
import { createLeaseWatch, type LeaseSight, QUIET_MS } from '../../src/engine/lease-watch.ts';
import type { Lease } from '../../src/store/nouns/lease.ts';
import type { Store } from '../../src/store/store.ts';
import { isBusy } from '../../src/store/store-error.ts';
import type { CommandResult } from '../../src/ui/console-commands.ts';
import type { EngineFacts, EngineNews } from '../../src/ui/console-options.ts';
import { composeEngine, type EngineRoom } from '../compose.ts';
import type { Context } from '../context.ts';
import { HAND_OVER_MAX_MS } from '../engine-start.ts';
import { engineFacts } from './facts.ts';
import type { ConsoleFlags } from './flags.ts';
import { engineNews } from './news.ts';

const LOOK_EVERY_MS = 1_000;
const LOOK_WHILE_ASKING_MS = 100;
/** What is under way in an engine that was replaced, a message being sent, comes back to a store that is open. */
const CLOSE_AFTER_MS = 10_000;

type Seat = {
  context: Context;
  store: Store;
  flags: ConsoleFlags;
  /** `never`: the flags forbid it. `asked`: another engine is to hand over to `room`. */
  state:
    | { kind: 'attached' | 'never' }
    | { kind: 'asked'; room: EngineRoom; isWritten: boolean; since: number }
    | { kind: 'here'; room: EngineRoom };
  /** Nobody ran it when this console was opened, and another process was writing: it is still to be started. */
  isOwed: boolean;
  sight: LeaseSight;
  look(): LeaseSight;
  tell(news: EngineNews): void;
  ended?: () => void;
};

/** Who runs the engine, as a console sees it; it runs it itself when nobody does, when the holder is gone, or when asked to. */
export function createEngineSeat(context: Context, store: Store, flags: ConsoleFlags) {
  const { clock, host } = context;
  const watch = createLeaseWatch(store, host, clock);
  const listeners = new Set<(news: EngineNews) => void>();
  const waiting: EngineNews[] = [];
  const seat: Seat = {
    context,
    store,
    flags,
    state: { kind: flags.attach === true || flags.readOnly === true ? 'never' : 'attached' },
    isOwed: false,
    sight: watch.look(),
    look: watch.look,
    tell(news) {
      // Never in the middle of a key: what the key did is told first.
      clock.setSoon(() => {
        if (listeners.size === 0) waiting.push(news);
        for (const listener of listeners) listener(news);
      });
    },
  };
  let timer: (() => void) | undefined;
  const look = (): void => {
    const before = seat.sight;
    seat.sight = watch.look();
    attempt(seat, () => follow(seat, before));
    timer = clock.setTimer(seat.state.kind === 'asked' ? LOOK_WHILE_ASKING_MS : LOOK_EVERY_MS, look);
  };
  return {
    /** `wait`: on a database that was restored somebody looks first. */
    open(begin: 'start' | 'wait'): void {
      if (seat.state.kind === 'attached' && begin === 'start') {
        if (flags.takeOver === true) ask(seat);
        else if (isNobody(seat.sight)) startOrOwe(seat);
      }
      if (seat.state.kind === 'never' && isNobody(seat.sight)) seat.tell(engineNews.none('never'));
      timer = clock.setTimer(LOOK_EVERY_MS, look);
    },
    room: (): EngineRoom | undefined => (seat.state.kind === 'here' ? seat.state.room : undefined),
    facts: (): EngineFacts => factsOf(seat),
    tell: seat.tell,
    onNews(listener: (news: EngineNews) => void): () => void {
      listeners.add(listener);
      for (const news of waiting.splice(0)) clock.setSoon(() => listener(news));
      return () => void listeners.delete(listener);
    },
    takeOver: (): CommandResult<unknown> => takeOver(seat),
    becomeHeadless(ended: () => void): void {
      seat.ended = ended;
      if (seat.state.kind === 'here') seat.state.room.engine.becomeHeadless();
      else ended();
    },
    close(): void {
      timer?.();
      if (seat.state.kind === 'asked' && seat.state.isWritten) seat.state.room.withdraw();
      if ('room' in seat.state) seat.state.room.close();
    },
  };
}

/** A database that is busy keeps no console from opening. */
function startOrOwe(seat: Seat): void {
  try {
    start(seat);
  } catch (error) {
    if (!isBusy(error)) throw error;
    seat.isOwed = true;
    seat.tell(engineNews.owed);
  }
}

function takeOver(seat: Seat): CommandResult<unknown> {
  if (seat.state.kind === 'never') {
    const flag = seat.flags.readOnly === true ? '--read-only' : '--attach';
    return { kind: 'refused', code: 'engine-not-wanted', message: `not taken over: ${flag} never runs the engine` };
  }
  ask(seat);
  return { kind: 'done', value: undefined };
}

const isNobody = (sight: LeaseSight): boolean => sight.kind === 'none' || sight.kind === 'gone';

/** What a look at the lease asks for. A holder that stopped in order is not followed: somebody wanted it so. */
function follow(seat: Seat, before: LeaseSight): void {
  const { state, sight } = seat;
  if (state.kind === 'asked') pursue(seat, state);
  if (state.kind === 'asked' || state.kind === 'here') return;
  if (isNobody(sight) && !isNobody(before) && (state.kind === 'never' || sight.kind === 'none'))
    seat.tell(engineNews.none(state.kind === 'never' ? 'never' : 'may run it'));
  if (sight.kind === 'alive' && before.kind !== 'alive') seat.tell(engineNews.back(sight.lease));
  if (sight.kind === 'silent') replaceSilent(seat, sight.lease, before.kind === 'silent' ? 'told' : 'new');
  if (state.kind === 'attached' && (sight.kind === 'gone' || (seat.isOwed && isNobody(sight)))) start(seat);
}

/** A holder that was stopped inside a commit keeps the database locked: nobody can replace it, and only a person can help. */
function replaceSilent(seat: Seat, holder: Lease, silence: 'new' | 'told'): void {
  const tell = (hold: 'lease' | 'database'): void => {
    if (silence === 'told') return;
    seat.tell(isAwake(seat, holder) ? engineNews.silent(holder) : engineNews.standsStill(holder, hold));
  };
  try {
    if (seat.state.kind === 'never') tell('lease');
    else start(seat, holder);
  } catch (error) {
    if (!isBusy(error)) throw error;
    tell('database');
  }
}

const isAwake = ({ context: { host } }: Seat, holder: Lease): boolean => isHere(holder, host) && host.isAwake(holder);

/** Takes what is free, or what the holder left; true when the engine runs here now. */
function start(seat: Seat, silent?: Lease, room = compose(seat)): boolean {
  const answer = startIn(seat, room, silent);
  const wasWanted = seat.state.kind === 'asked' || seat.isOwed;
  seat.isOwed = false;
  if (answer.kind === 'held') return false;
  seat.state = { kind: 'here', room };
  if (answer.from !== undefined) seat.tell(engineNews.takenFrom(answer.from.lease, answer.from.state));
  else if (wasWanted) seat.tell(engineNews.here);
  return true;
}

/** A room that nobody will ask again is closed, however its engine did not start: the next look makes another one. */
function startIn(seat: Seat, room: EngineRoom, silent: Lease | undefined) {
  let isOver = seat.state.kind !== 'asked';
  try {
    const answer = room.engine.start(silent);
    isOver &&= answer.kind === 'held';
    return answer;
  } finally {
    if (isOver) room.close();
  }
}

const compose = (seat: Seat): EngineRoom => {
  const room = composeEngine(seat.context, 'console', seat.flags);
  room.engine.on((event) => {
    if (event.kind === 'lease-lost') standUp(seat, room, engineNews.lost(event));
    if (event.kind === 'engine-handed-over') standUp(seat, room, engineNews.handedOver(event.to));
    const trouble = event.kind === 'engine-error' ? engineNews.trouble(event.error) : undefined;
    if (trouble !== undefined) seat.tell(trouble);
  });
  return room;
};

/** The engine runs elsewhere from now on; this console stays, attached to it. */
function standUp(seat: Seat, room: EngineRoom, news: EngineNews): void {
  if (seat.state.kind !== 'here' || seat.state.room !== room) return;
  seat.state = { kind: 'attached' };
  seat.sight = seat.look();
  seat.context.clock.setTimer(CLOSE_AFTER_MS, room.close);
  seat.tell(news);
  seat.ended?.();
}

function ask(seat: Seat): void {
  if (seat.state.kind !== 'attached') return;
  const room = compose(seat);
  seat.state = { kind: 'asked', room, isWritten: false, since: seat.context.clock.monotonic() };
  attempt(seat, () => pursue(seat, seat.state));
}

/** Until the engine is ours, or the holder has had its time. */
function pursue(seat: Seat, state: Seat['state']): void {
  if (state.kind !== 'asked') return;
  const { sight, context } = seat;
  if (start(seat, sight.kind === 'silent' ? sight.lease : undefined, state.room)) return;
  state.isWritten ||= state.room.ask();
  if (context.clock.monotonic() - state.since < HAND_OVER_MAX_MS) return;
  state.room.withdraw();
  state.room.close();
  seat.state = { kind: 'attached' };
  seat.tell(engineNews.notHandedOver(seat.store.lease.current()));
}

/** A database that is busy is looked at again; anything else must not end the console. */
function attempt(seat: Seat, act: () => void): void {
  try {
    act();
  } catch (error) {
    if (!isBusy(error)) seat.tell(engineNews.failed(error));
  }
}

function factsOf(seat: Seat): EngineFacts {
  const { state, sight, context } = seat;
  if (state.kind === 'here') return engineFacts(state.room.store.lease.current(), context.host.pid);
  const out = state.kind === 'never' ? ({ staysOut: true } as const) : {};
  if (isNobody(sight) || !('lease' in sight)) return { kind: 'none', ...out };
  const facts = engineFacts(sight.lease, context.host.pid);
  const silentMs = 'silentMs' in sight && sight.silentMs >= QUIET_MS ? sight.silentMs : undefined;
  if (facts.kind !== 'attached') return facts;
  const silence =
    silentMs === undefined ? {} : { silentMs, ...(isAwake(seat, sight.lease) ? { isAwake: true as const } : {}) };
  return { ...facts, ...out, ...silence };
}
