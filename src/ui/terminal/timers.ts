/** Time as the terminal pieces need it; the engine's clock in the program, a virtual one in tests. */
export type Timers = {
  /** Milliseconds that only grow. */
  now(): number;
  /** Calls back once after `delayMs`; the function returned cancels it. */
  setTimer(callback: () => void, delayMs: number): () => void;
};
