/** What the run left behind, read from its files before the settlement. */
export type Evidence = {
  stdout: string;
  stderr: string;
  stdoutCut: boolean;
  stderrCut: boolean;
  outBytes: number;
  errBytes: number;
  /** The last line printed. */
  summary?: string;
  /** The last line printed to stderr. */
  errorLine?: string;
  /** Names the run's folder when the whole output stays in files. */
  offloadedTo?: string;
  /** When how much of each stream had come; absent where the files stay, which have it beside them. */
  arrivals?: string;
};

/** What the watchdog's check said about its target (D-30 to D-34). */
export type WatchdogVerdict =
  | { kind: 'running'; note?: string }
  | { kind: 'finished'; how: 'done' | 'failed'; status: string }
  | { kind: 'stuck'; reason: string; elapsedMinutes: number }
  /** The check itself said nothing that can be used; several in a row are an alert of their own. */
  | { kind: 'unusable'; reason: string; broken: boolean };

/** What came of a call to the gateway, and what of it is told: the agent's reply, the event that was queued, or nothing. */
export type Answer = { tells: 'reply' | 'event' | 'nothing'; tokens?: { in: number; out: number } };

/** How a run ended, as its strategy saw it. Closed: what is not here cannot be settled. */
export type Outcome =
  /** A process has its exit code, a call to the gateway its answer. */
  | { kind: 'ok'; exitCode?: number; evidence: Evidence; answer?: Answer }
  | { kind: 'error'; error: string; exitCode?: number; signal?: string; evidence?: Evidence; answer?: Answer }
  | { kind: 'timeout'; error: string; exitCode?: number; signal?: string; evidence?: Evidence }
  | { kind: 'cancelled'; error: string; exitCode?: number; signal?: string; evidence?: Evidence }
  | { kind: 'crashed'; error: string; evidence?: Evidence }
  /** The start token was not ours: nothing ran and nothing will. */
  | { kind: 'never-started' }
  /** D-50, D-57: the gateway was not there for it, or gave it up to restart. It counts for nothing and is tried again. */
  | { kind: 'deferred'; error: string; detail: string }
  | { kind: 'drained'; error: string }
  | { kind: 'watched'; verdict: WatchdogVerdict; exitCode: number; evidence: Evidence };
