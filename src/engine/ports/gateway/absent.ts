import type { Gateway, GatewayRefusal, Readiness } from '../gateway.ts';

const NOT_CONNECTED: Readiness = { state: 'down', detail: 'the gateway is not connected' };

/** Stands where no gateway is talked to: never ready, and whoever asks all the same hears that. */
export const absentGateway: Gateway = {
  readiness: () => NOT_CONNECTED,
  onReadiness: () => () => {},
  startTurn: async () => refusal(),
  followTurn: () => ({
    news: Promise.resolve({ kind: 'lost', reason: NOT_CONNECTED.detail }),
    release: () => {},
  }),
  turnFate: () => Promise.reject(new Error(NOT_CONNECTED.detail)),
  abortTurn: async () => refusal(),
  wake: async () => refusal(),
  send: async () => refusal(),
};

const refusal = (): GatewayRefusal => ({ kind: 'unavailable', reason: NOT_CONNECTED.detail });
