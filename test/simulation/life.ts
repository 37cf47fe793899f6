import type { Delivery } from '../../src/engine/ports/delivery.ts';
import type { Gateway } from '../../src/engine/ports/gateway.ts';
import type { Processes } from '../../src/engine/ports/processes.ts';

/** Thrown in place of a statement or an effect of an engine that was killed there; nothing it does afterwards counts. */
export class Killed extends Error {
  constructor() {
    super('this engine was killed');
    this.name = 'Killed';
  }
}

/** What it is to be a process: alive, stopped by SIGSTOP, or gone. What others answer reaches only one that is awake. */
export const createLife = () => {
  let state: 'awake' | 'frozen' | 'gone' = 'awake';
  let late: (() => void)[] = [];
  const admit = (act: () => void): void => {
    if (state === 'awake') act();
    else if (state === 'frozen') late.push(act);
  };
  const whenAwake = <T>(promise: Promise<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      promise.then(
        (value) => admit(() => resolve(value)),
        (error: unknown) => admit(() => reject(error)),
      );
    });
  return {
    state: () => state,
    admit,
    whenAwake,
    freeze(): void {
      if (state === 'awake') state = 'frozen';
    },
    thaw(): void {
      if (state !== 'frozen') return;
      state = 'awake';
      for (const act of late.splice(0)) act();
    },
    end(): void {
      state = 'gone';
      late = [];
    },
  };
};

export type Life = ReturnType<typeof createLife>;

/** `step` is asked before and after each effect, and may throw. */
export type Step = (what: string) => void;

export function livingProcesses(port: Processes, life: Life, step: Step): Processes {
  const effect = <T>(what: string, act: () => T): T => {
    step(`before ${what}`);
    const result = act();
    step(`after ${what}`);
    return result;
  };
  return {
    ...port,
    start: (spec) =>
      effect('start', () => {
        const started = port.start(spec);
        return started.kind === 'refused' ? started : { ...started, ended: life.whenAwake(started.ended) };
      }),
    adopt(folder, identity) {
      const adoption = effect('adopt', () => port.adopt(folder, identity));
      return { ...adoption, ended: life.whenAwake(adoption.ended) };
    },
    claimStart: (folder) => effect('claim', () => port.claimStart(folder)),
    signalGroup: (pid, signal) => effect(signal, () => port.signalGroup(pid, signal)),
    killEscaped: (runId) => effect('kill escaped', () => port.killEscaped(runId)),
  };
}

export function livingGateway(gateway: Gateway, life: Life, step: Step): Gateway {
  const call = <T>(what: string, act: () => Promise<T>): Promise<T> => {
    step(`before ${what}`);
    const answer = life.whenAwake(act());
    step(`after ${what}`);
    return answer;
  };
  return {
    readiness: gateway.readiness,
    onReadiness: (listener) => gateway.onReadiness((readiness) => life.admit(() => listener(readiness))),
    startTurn: (request) => call('startTurn', () => gateway.startTurn(request)),
    followTurn(turn, active) {
      const followed = gateway.followTurn(turn, () => life.admit(active));
      return { ...followed, news: life.whenAwake(followed.news) };
    },
    turnFate: (turn) => call('turnFate', () => gateway.turnFate(turn)),
    abortTurn: (turn) => call('abortTurn', () => gateway.abortTurn(turn)),
    wake: (event) => call('wake', () => gateway.wake(event)),
    send: (message) => call('send', () => gateway.send(message)),
  };
}

export function livingDelivery(delivery: Delivery, life: Life, step: Step): Delivery {
  return {
    send(message, signal) {
      step('before send');
      const answer = life.whenAwake(delivery.send(message, signal));
      step('after send');
      return answer;
    },
  };
}
