import type { Lifetime } from './lifetime.ts';
import type { Clock } from './ports/clock.ts';
import { type Gateway, type GatewayRefusal, isReady, type TurnName, type TurnNews } from './ports/gateway.ts';
import type { CallEnd, GatewayCall } from './strategies/strategy.ts';

/** D-50. */
const READY_WITHIN_MS = 30_000;
const TRY_AGAIN_MS = 1_000;
const FATE_WITHIN_MS = 10_000;
const ASK_AGAIN_MS = 5_000;

/** A call under way, as far as asking, following and finding out need to know it. */
export type Call = {
  name: TurnName;
  lifetime: Lifetime;
  /** `perhaps`: it was sent, and no answer is here. */
  sent: 'no' | 'perhaps' | 'yes';
  isStopping(): boolean;
  /** It goes out now: its limits begin. */
  begins(): void;
  /** Whether its signs of life reach us now. */
  following: boolean;
  follows(): void;
  alive(): void;
};

export type CallTools = { clock: Clock; gateway: Gateway };

/** Asks the gateway and follows what it does until an end is known. Every wait has a limit here or in the call's own. */
export async function carryOutCall(tools: CallTools, call: Call, what: GatewayCall): Promise<CallEnd> {
  const { clock, gateway } = tools;
  const deadline = clock.monotonic() + READY_WITHIN_MS;
  for (;;) {
    const left = deadline - clock.monotonic();
    if (!(await becomesReady(gateway, call.lifetime, left))) {
      return { kind: 'deferred', reason: gateway.readiness().detail };
    }
    call.sent = 'perhaps';
    call.begins();
    const answer = await call.lifetime.answerOf(() => send(gateway, call, what), READY_WITHIN_MS);
    if (answer.kind === 'unanswered') return afterSilence(tools, call, { what, reason: answer.reason });
    switch (answer.value.kind) {
      case 'taken':
        return { kind: 'queued' };
      case 'accepted':
        return followCall(tools, call);
      case 'draining':
        call.sent = 'no';
        return { kind: 'drained' };
      case 'rejected':
        call.sent = 'no';
        return { kind: 'refused', reason: answer.value.reason };
      case 'unavailable':
        call.sent = 'no';
        await call.lifetime.pause(Math.max(0, Math.min(TRY_AGAIN_MS, deadline - clock.monotonic())));
        if (clock.monotonic() >= deadline) return { kind: 'deferred', reason: answer.value.reason };
    }
  }
}

/** What became of a turn, from the gateway itself: nothing may be started again before that is known. */
export async function findOut(tools: CallTools, call: Call): Promise<CallEnd> {
  const { gateway } = tools;
  call.sent = 'yes';
  for (;;) {
    await becomesReady(gateway, call.lifetime);
    const fate = await call.lifetime.answerOf(() => gateway.turnFate(call.name), FATE_WITHIN_MS);
    if (fate.kind === 'answered') {
      switch (fate.value.kind) {
        case 'under-way':
          return followCall(tools, call);
        case 'over':
          return fate.value.result;
        case 'unknown':
          return { kind: 'unknown', reason: 'the gateway does not know what became of it' };
      }
    }
    await call.lifetime.pause(ASK_AGAIN_MS);
  }
}

type Sent = { kind: 'accepted' } | { kind: 'taken' } | GatewayRefusal;

async function send(gateway: Gateway, call: Call, what: GatewayCall): Promise<Sent> {
  if (what.kind === 'event') return gateway.wake(what.event);
  const start = await gateway.startTurn(what.request);
  // Nobody waits for it any more: it was stopped before its acceptance came.
  if (start.kind === 'accepted' && call.isStopping()) void gateway.abortTurn(call.name).catch(() => {});
  return start;
}

/** It may have been taken or not. An event cannot be asked about; of a turn that was never lost the gateway knows. */
async function afterSilence(
  tools: CallTools,
  call: Call,
  { what, reason }: { what: GatewayCall; reason: string },
): Promise<CallEnd> {
  if (what.kind === 'event') return { kind: 'unknown', reason: `whether the event was queued is not known: ${reason}` };
  const fate = await call.lifetime.answerOf(() => tools.gateway.turnFate(call.name), FATE_WITHIN_MS);
  if (fate.kind === 'unanswered') return findOut(tools, call);
  switch (fate.value.kind) {
    case 'under-way':
      return followCall(tools, call);
    case 'over':
      return fate.value.result;
    case 'unknown':
      // Should it still be on its way, it finds nobody who wants it.
      await call.lifetime.answerOf(() => tools.gateway.abortTurn(call.name), FATE_WITHIN_MS);
      return { kind: 'deferred', reason };
  }
}

async function followCall(tools: CallTools, call: Call): Promise<CallEnd> {
  call.sent = 'yes';
  call.follows();
  const followed = tools.gateway.followTurn(call.name, call.alive);
  const forget = call.lifetime.atEnd(followed.release);
  const news = await call.lifetime.answerOf(() => followed.news);
  call.following = false;
  forget();
  followed.release();
  const told: TurnNews = news.kind === 'answered' ? news.value : { kind: 'lost', reason: news.reason };
  if (told.kind !== 'lost') return told;
  await call.lifetime.pause(TRY_AGAIN_MS);
  return findOut(tools, call);
}

/** False when it is not ready in time; without a limit it waits as long as the call lives. */
function becomesReady(gateway: Gateway, lifetime: Lifetime, limitMs?: number): Promise<boolean> {
  if (isReady(gateway.readiness())) return Promise.resolve(true);
  return new Promise((resolve) => {
    const done = (ready: boolean): void => {
      stop();
      forget();
      cancel();
      if (!lifetime.isOver()) resolve(ready);
    };
    const cancel = limitMs === undefined ? () => {} : lifetime.later(Math.max(0, limitMs), () => done(false));
    const stop = gateway.onReadiness((readiness) => {
      if (isReady(readiness)) done(true);
    });
    const forget = lifetime.atEnd(stop);
  });
}
