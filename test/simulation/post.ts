import type { Delivery } from '../../src/engine/ports/delivery.ts';

export type PostState = 'ok' | 'down' | 'hang';

/** Whoever is told: answers, refuses, or says nothing at all. */
export const createPost = () => {
  let state: PostState = 'ok';
  const received = new Map<string, number>();
  const port: Delivery = {
    send({ notice }) {
      if (state === 'hang') return new Promise(() => {});
      if (state === 'down') return Promise.resolve({ kind: 'unanswered', reason: 'the connection was refused' });
      received.set(notice.key, (received.get(notice.key) ?? 0) + 1);
      return Promise.resolve({ kind: 'answered', status: 200, text: '' });
    },
  };
  return {
    port,
    received,
    become: (next: PostState): void => {
      state = next;
    },
  };
};
