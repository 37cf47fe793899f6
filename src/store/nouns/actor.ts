/** Who did something and from where; written to the audit and beside every decision of a person. */
export type Actor = {
  kind: 'person' | 'engine';
  /** The login name, or `engine`. */
  name: string;
  via: 'console' | 'cli' | 'engine' | 'timeout';
  tty?: string;
  /** The SSH client's address, where there is one. */
  ssh?: string;
};

export const ENGINE: Actor = { kind: 'engine', name: 'engine', via: 'engine' };
