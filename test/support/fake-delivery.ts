import type { Delivery, OutgoingMessage } from '../../src/engine/ports/delivery.ts';
import type { SendAnswer } from '../../src/engine/rules/delivery.ts';

export const OK: SendAnswer = { kind: 'answered', status: 200, text: '' };
export const DOWN: SendAnswer = { kind: 'unanswered', reason: 'the connection was refused' };

type Waiting = { message: OutgoingMessage; signal: AbortSignal; settle: (answer: SendAnswer | Error) => void };

/** The other side in a test's hand: what was sent waits for its answer, unless there is one for everybody. */
export const createFakeDelivery = () => {
  const sent: OutgoingMessage[] = [];
  const waiting: Waiting[] = [];
  let always: ((message: OutgoingMessage) => SendAnswer) | undefined;
  const port: Delivery = {
    send(message, signal) {
      sent.push(message);
      if (always !== undefined) return Promise.resolve(always(message));
      const { promise, resolve, reject } = Promise.withResolvers<SendAnswer>();
      const settle = (answer: SendAnswer | Error): void => (answer instanceof Error ? reject(answer) : resolve(answer));
      const entry = { message, signal, settle };
      waiting.push(entry);
      signal.addEventListener('abort', () => settle({ kind: 'unanswered', reason: 'the engine stopped meanwhile' }));
      return promise;
    },
  };
  return {
    port,
    /** Titles of all that was sent, in order. */
    titles: (): string[] => sent.map(({ notice }) => notice.title),
    sent,
    /** Titles of what waits for its answer. */
    waiting: (): string[] => waiting.map(({ message }) => message.notice.title),
    answer(title: string, answer: SendAnswer | Error = OK): void {
      const at = waiting.findIndex(({ message }) => message.notice.title === title);
      const [found] = at < 0 ? [] : waiting.splice(at, 1);
      if (found === undefined) throw new Error(`nobody is sending “${title}”`);
      found.settle(answer);
    },
    answerAll(how: (message: OutgoingMessage) => SendAnswer): void {
      always = how;
    },
  };
};
