import type {
  FollowedTurn,
  Gateway,
  GatewayAnswer,
  GatewayState,
  MainEvent,
  PersonMessage,
  Readiness,
  TurnFate,
  TurnName,
  TurnNews,
  TurnRequest,
  TurnResult,
  TurnStart,
} from '../../src/engine/ports/gateway.ts';
import { scriptOf } from './gateway-script.ts';
import type { VirtualClock } from './virtual-clock.ts';

const AT_ONCE_MAX = 4;
const ABORT_MS = 200;
/** How long a session takes to be there; who uses it meanwhile fails. */
const SESSION_MS = 50;

type CallName = 'startTurn' | 'turnFate' | 'abortTurn' | 'wake' | 'send';

type Turn = {
  request: TurnRequest;
  state: 'queued' | 'under-way' | 'over';
  result?: TurnResult;
  timers: Set<() => void>;
  followers: Set<{ tell(news: TurnNews): void; active(): void }>;
};

/**
 * A gateway without a network, driven by the virtual clock: it is steered by its prompts, outlives its callers, does four
 * turns at once, and forgets at a restart which keys it has seen. It keeps what it received.
 */
export const createFakeGateway = (clock: VirtualClock, first: GatewayState = 'down') => {
  const house = createHouse(clock, first);
  return {
    /** A connection of one engine. */
    connect: () => connect(house),
    /** Every turn that was accepted, in order. */
    turns: house.turns,
    wakes: house.wakes,
    sent: house.sent,
    /** The run ids that somebody wanted aborted, in order. */
    aborts: house.aborts,
    /** Calls that reached it, by name, in order. */
    calls: house.calls,
    underWay: (): string[] => [...house.known.values()].filter(isOpen).map(({ request }) => request.idempotencyKey),
    /** The most turns that were under way at one time. */
    most: (): number => house.most,
    become: (state: GatewayState, detail = `the gateway is ${state}`): void => become(house, { state, detail }),
    /** The next call of this name never gets an answer; `taken` says whether it had an effect. */
    hangNext: (name: CallName, how: 'taken' | 'lost' = 'lost'): void => void house.hangs.push({ name, how }),
    /** The next call of this name arrives only after a while. */
    delayNext: (name: CallName, ms: number): void => void house.delays.push({ name, ms }),
    failNext: (name: CallName, reason: string): void => void house.failures.push({ name, reason }),
    refuseNext: (refusal: Exclude<TurnStart, { kind: 'accepted' }>): void => void house.refusals.push(refusal),
    ignoreAborts: (): void => {
      house.ignoresAborts = true;
    },
    /** The connection goes, the turns go on. */
    cutConnection: (): void => tellLost(house),
    /** All that was under way is gone, and no key is remembered; what had ended stands in the histories. */
    restart: (): void => restart(house),
    /** The engine is gone without a word: nothing that it waits for ever settles. */
    crashEngine: (): void => letGo(house),
  };
};

const createHouse = (clock: VirtualClock, first: GatewayState) => ({
  clock,
  readiness: { state: first, detail: first === 'down' ? 'the gateway is not connected' : `the gateway is ${first}` },
  life: 1,
  listeners: new Set<(readiness: Readiness) => void>(),
  known: new Map<string, Turn>(),
  histories: new Map<string, TurnResult>(),
  sessions: new Map<string, 'opening' | 'open'>(),
  turns: [] as TurnRequest[],
  wakes: [] as MainEvent[],
  sent: [] as PersonMessage[],
  aborts: [] as string[],
  calls: [] as CallName[],
  hangs: [] as { name: CallName; how: 'taken' | 'lost' }[],
  delays: [] as { name: CallName; ms: number }[],
  failures: [] as { name: CallName; reason: string }[],
  refusals: [] as Exclude<TurnStart, { kind: 'accepted' }>[],
  most: 0,
  ignoresAborts: false,
});

type House = ReturnType<typeof createHouse> & { readiness: Readiness };

const connect = (house: House): Gateway => {
  const call = <T>(name: CallName, act: () => T): Promise<T> => answer(house, name, act);
  return {
    readiness: () => house.readiness,
    onReadiness(listener) {
      house.listeners.add(listener);
      return () => house.listeners.delete(listener);
    },
    startTurn: (request) => call('startTurn', () => startTurn(house, request)),
    followTurn: (turn, active) => followTurn(house, turn, active),
    turnFate: (turn) => call('turnFate', () => turnFate(house, turn)),
    abortTurn(turn) {
      house.aborts.push(turn.runId);
      return call('abortTurn', () => abortTurn(house, turn));
    },
    wake: (event) => call('wake', () => taken(house, () => house.wakes.push(event))),
    send: (message) => call('send', () => taken(house, () => sendOnce(house, message))),
  };
};

/** An answer comes in a later turn of the loop, to those who still live. */
const answer = <T>(house: House, name: CallName, act: () => T): Promise<T> => {
  const { life } = house;
  house.calls.push(name);
  return new Promise((resolve, reject) => {
    const hang = takeOf(house.hangs, name);
    if (hang?.how === 'lost') return;
    const failure = takeOf(house.failures, name);
    const delay = takeOf(house.delays, name);
    const arrive = (): void => {
      const value = failure === undefined ? act() : undefined;
      if (hang !== undefined) return;
      queueMicrotask(() => {
        if (house.life !== life) return;
        if (failure === undefined) resolve(value as T);
        else reject(new Error(failure.reason));
      });
    };
    if (delay === undefined) arrive();
    else house.clock.setTimer(delay.ms, arrive);
  });
};

const takeOf = <T extends { name: CallName }>(from: T[], name: CallName): T | undefined => {
  const at = from.findIndex((one) => one.name === name);
  return at < 0 ? undefined : from.splice(at, 1)[0];
};

const refusal = ({ readiness }: House): Exclude<TurnStart, { kind: 'accepted' }> | undefined => {
  if (readiness.state === 'ok' || readiness.state === 'model-sick') return undefined;
  return { kind: readiness.state === 'draining' ? 'draining' : 'unavailable', reason: readiness.detail };
};

const taken = (house: House, act: () => void): GatewayAnswer => {
  const refused = house.refusals.shift() ?? refusal(house);
  if (refused !== undefined) return refused;
  act();
  return { kind: 'taken' };
};

const sendOnce = ({ sent }: House, message: PersonMessage): void => {
  if (!sent.some(({ idempotencyKey }) => idempotencyKey === message.idempotencyKey)) sent.push(message);
};

const startTurn = (house: House, request: TurnRequest): TurnStart => {
  const refused = house.refusals.shift() ?? refusal(house);
  if (refused !== undefined) return refused;
  if (!/^agent:[^:]+:./.test(request.sessionKey)) throw new Error(`fake gateway: ${request.sessionKey} is no full key`);
  if (!request.sessionKey.startsWith(`agent:${request.agentId}:`))
    throw new Error('fake gateway: a key of another agent');
  if (house.known.has(request.idempotencyKey)) return { kind: 'accepted' };
  const turn: Turn = { request, state: 'queued', timers: new Set(), followers: new Set() };
  house.known.set(request.idempotencyKey, turn);
  house.turns.push(request);
  if (house.sessions.get(request.sessionKey) === 'opening') {
    end(house, turn, { kind: 'failed', reason: '500 the session is being created' });
  } else look(house);
  return { kind: 'accepted' };
};

const look = (house: House): void => {
  const turns = [...house.known.values()];
  const busy = turns.filter(({ state }) => state === 'under-way').length;
  for (const turn of turns.filter(({ state }) => state === 'queued').slice(0, AT_ONCE_MAX - busy)) play(house, turn);
  house.most = Math.max(house.most, turns.filter(isOpen).length);
};

const play = (house: House, turn: Turn): void => {
  const { sessionKey, message, timeoutMs } = turn.request;
  turn.state = 'under-way';
  if (!house.sessions.has(sessionKey)) {
    house.sessions.set(sessionKey, 'opening');
    house.clock.setTimer(SESSION_MS, () => house.sessions.set(sessionKey, 'open'));
  }
  const script = scriptOf(message);
  const later = (ms: number, act: () => void): void => void turn.timers.add(house.clock.setTimer(ms, act));
  later(timeoutMs, () => end(house, turn, { kind: 'failed', reason: 'the turn timed out' }));
  const { words, everyMs } = script.drip;
  for (let word = 0; word < words; word += 1) later(script.sleepMs + word * everyMs, () => live(house, turn));
  const wordsMs = script.sleepMs + words * everyMs;
  const { ends } = script;
  if (ends.kind === 'never') return;
  if (ends.kind === 'fails') {
    later(wordsMs + ends.afterMs, () => end(house, turn, { kind: 'failed', reason: ends.reason }));
  } else {
    const tokens = { in: Math.ceil(message.length / 4), out: script.reply.split(/\s+/).length };
    const result: TurnResult =
      ends.kind === 'drained' ? { kind: 'drained' } : { kind: 'replied', reply: script.reply, tokens };
    later(wordsMs, () => end(house, turn, result));
  }
};

const live = ({ sessions }: House, turn: Turn): void => {
  sessions.set(turn.request.sessionKey, 'open');
  for (const { active } of turn.followers) active();
};

const isOpen = ({ state }: Turn): boolean => state !== 'over';

const end = (house: House, turn: Turn, result: TurnResult): void => {
  if (turn.state === 'over') return;
  for (const cancel of turn.timers) cancel();
  turn.state = 'over';
  turn.result = result;
  if (result.kind === 'replied') house.sessions.set(turn.request.sessionKey, 'open');
  if (result.kind === 'replied') house.histories.set(turn.request.idempotencyKey, result);
  for (const { tell } of turn.followers) tell(result);
  turn.followers.clear();
  look(house);
};

const followTurn = (house: House, { runId }: TurnName, active: () => void): FollowedTurn => {
  const turn = house.known.get(runId);
  if (turn === undefined) return { news: Promise.resolve({ kind: 'lost', reason: 'unknown' }), release: () => {} };
  if (turn.result !== undefined) return { news: Promise.resolve(turn.result), release: () => {} };
  const { promise, resolve } = Promise.withResolvers<TurnNews>();
  const follower = { tell: resolve, active };
  turn.followers.add(follower);
  return { news: promise, release: () => turn.followers.delete(follower) };
};

const turnFate = (house: House, { runId }: TurnName): TurnFate => {
  const turn = house.known.get(runId);
  const result = turn?.result ?? house.histories.get(runId);
  if (result !== undefined) return { kind: 'over', result };
  return turn === undefined ? { kind: 'unknown' } : { kind: 'under-way' };
};

const abortTurn = (house: House, { runId }: TurnName): GatewayAnswer => {
  const turn = house.known.get(runId);
  if (turn === undefined || turn.state === 'over') return { kind: 'rejected', reason: 'no such turn' };
  if (!house.ignoresAborts) house.clock.setTimer(ABORT_MS, () => end(house, turn, { kind: 'aborted' }));
  return { kind: 'taken' };
};

const become = (house: House, readiness: Readiness): void => {
  house.readiness = readiness;
  for (const listener of [...house.listeners]) listener(readiness);
};

const tellLost = (house: House): void => {
  for (const turn of house.known.values()) {
    for (const { tell } of turn.followers) tell({ kind: 'lost', reason: 'the connection was closed' });
    turn.followers.clear();
  }
};

const restart = (house: House): void => {
  const turns = [...house.known.values()];
  for (const turn of turns) {
    for (const cancel of turn.timers) cancel();
    turn.state = 'over';
  }
  tellLost(house);
  house.known.clear();
  for (const [key, state] of house.sessions) if (state === 'opening') house.sessions.delete(key);
};

const letGo = (house: House): void => {
  house.life += 1;
  house.listeners.clear();
  for (const turn of house.known.values()) turn.followers.clear();
};
