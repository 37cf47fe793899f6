/** How it stands with the gateway, as a person needs to know it to put it right. */
export type GatewayState = 'ok' | 'starting' | 'draining' | 'down' | 'token-wrong' | 'endpoint-off' | 'model-sick';

/** `detail` is a clause for a person: what is the matter, and with which setting. */
export type Readiness = { state: GatewayState; detail: string };

/** A sick model is found to be well again only by asking it, so its gateway counts as ready. */
export const isReady = ({ state }: Readiness): boolean => state === 'ok' || state === 'model-sick';

/** By what a turn is found again: `runId` is the idempotency key that it was started with. */
export type TurnName = { runId: string; sessionKey: string };

export type TurnRequest = {
  message: string;
  agentId: string;
  /** In full: `agent:<agent>:<key>`. */
  sessionKey: string;
  /** The same key never runs twice, as long as the gateway was not restarted. */
  idempotencyKey: string;
  timeoutMs: number;
  thinking?: string;
  model?: string;
  authProfile?: string;
};

export type TokenUse = { in: number; out: number };

/** Why nothing was begun. `unavailable` may be tried again, `rejected` would be rejected again. */
export type GatewayRefusal = { kind: 'draining' | 'unavailable' | 'rejected'; reason: string };

export type TurnStart = { kind: 'accepted' } | GatewayRefusal;

/** How a turn ended at the gateway, once that is known. */
export type TurnResult =
  | { kind: 'replied'; reply: string; tokens?: TokenUse }
  /** With the true reason, also a provider's. */
  | { kind: 'failed'; reason: string; tokens?: TokenUse }
  | { kind: 'aborted' }
  /** The gateway gave it up to restart. */
  | { kind: 'drained' };

/** `lost`: the connection went, and nothing is known of the turn until the gateway is asked. */
export type TurnNews = TurnResult | { kind: 'lost'; reason: string };

export type TurnFate = { kind: 'under-way' } | { kind: 'over'; result: TurnResult } | { kind: 'unknown' };

/** `release` forgets the turn here; at the gateway it goes on. */
export type FollowedTurn = { news: Promise<TurnNews>; release(): void };

export type MainEvent = { text: string; agentId: string };

export type PersonMessage = { channel: string; to: string; message: string; idempotencyKey: string };

/** Taken means queued there, never that somebody did or read it. */
export type GatewayAnswer = { kind: 'taken' } | GatewayRefusal;

/**
 * The gateway behind agents and channels. Every call may fail, reject or never settle, and whoever calls keeps a limit of
 * its own. No text that comes out of it, errors included, ever holds the gateway's token.
 */
export type Gateway = {
  /** As far as it is known now, without asking. */
  readiness(): Readiness;
  /** Calls at every change, never from inside `readiness` or `onReadiness`; returns how to stop that. */
  onReadiness(listener: (readiness: Readiness) => void): () => void;
  startTurn(request: TurnRequest): Promise<TurnStart>;
  /** Follows a turn that was accepted, here or before a restart; `active` is called at each sign of life. */
  followTurn(turn: TurnName, active: () => void): FollowedTurn;
  /** What became of a turn, also of one that another engine started. */
  turnFate(turn: TurnName): Promise<TurnFate>;
  /** Asks for an end; that it came is told to whoever follows the turn. */
  abortTurn(turn: TurnName): Promise<GatewayAnswer>;
  wake(event: MainEvent): Promise<GatewayAnswer>;
  send(message: PersonMessage): Promise<GatewayAnswer>;
};
