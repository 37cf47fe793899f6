import { randomBytes, randomUUID } from 'node:crypto';

export type Ids = {
  /** Ten characters that are easy to say and to type: no vowels, no look-alikes. */
  jobId(): string;
  holderId(): string;
  /** Makes a request by hand its own occasion. */
  requestId(): string;
};

const LETTERS = '23456789bcdfghjkmnpqrstvwxz';
const JOB_ID_LENGTH = 10;

export const randomIds: Ids = {
  jobId: () => Array.from(randomBytes(JOB_ID_LENGTH), (byte) => LETTERS[byte % LETTERS.length]).join(''),
  holderId: () => randomUUID(),
  requestId: () => randomUUID(),
};
