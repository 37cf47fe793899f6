import type { Actor } from '../store/nouns/actor.ts';
import type { JobDefinition } from '../store/nouns/job-fields.ts';
import type { Snapshots } from '../store/snapshot.ts';
import type { ConsoleCommands } from './console-commands.ts';

/** Who runs the engine on this database, as the header says it. */
export type EngineFacts =
  | { kind: 'here'; sinceAt: number; lagMs?: number }
  | { kind: 'attached'; pid: number; host: string; sinceAt: number }
  | { kind: 'none'; because?: string };

/** What does not change while the console is open. */
export type ConsoleFacts = {
  user: string;
  host: string;
  /** The home as the header writes it: `~/.openclaw/tui`. */
  homeLabel: string;
  /** The database file as the Start screen writes it. */
  dbLabel: string;
  /** The account the jobs' processes run as. */
  jobUser: string;
  maxActiveRuns: number;
  version: string;
  /** The machine's IANA zone: clocks on the screen are in it. */
  zone: string;
};

/** What may come and go; asked at most once a second. Absent: left out of the header. */
export type LiveFacts = { engine: EngineFacts; gateway?: string; linkMs?: number };

export type ConsoleClock = {
  now(): number;
  monotonic(): number;
  /** Returns the way to cancel it. */
  setTimer(delayMs: number, fire: () => void): () => void;
};

/** One line of a run's output, as it came; it is cleaned before it is shown. `at` is absent where no index was kept. */
export type OutputLine = { at?: number; stream: 'out' | 'err'; text: string };

/** The newest lines of a run's output, oldest first, and what the whole of it measures. */
export type OutputView = { lines: OutputLine[]; totalLines?: number; totalBytes: number; lastByteAt?: number };

export type ProcessRow = { pid: number; parentPid: number; ageMs: number; command: string };

/** The person's crontab as the Start screen offers it. */
export type CrontabOffer = {
  /** Who owns it, and how many of its lines could be jobs. */
  user: string;
  lines: number;
  items: CrontabItem[];
  /** Imports those that fit, paused. Returns the line for the message row. */
  importPaused():
    | { kind: 'done'; added: number; unchanged: number; refused: number }
    | { kind: 'failed'; message: string };
};
export type CrontabItem =
  | { kind: 'fits'; line: number; name: string; schedule: string; command: string; notes: string[] }
  | { kind: 'refused'; line: number; text: string; because: string };

/** A check of this machine for the Start screen: `✓ zone  Europe/Berlin …`. */
export type MachineCheck = { state: 'ok' | 'warn'; name: string; text: string };

export type TerminalOptions = {
  ascii: boolean;
  theme: 'dark' | 'light' | 'high-contrast' | 'none';
  colours: 16 | 256 | 'none';
  /** tmux, screen and mosh answer status requests themselves, so a sheet waits longer inside them. */
  multiplexer: boolean;
};

/** What the terminal reports by itself or on request; the input shim gives these, they are never keys. */
export type TerminalReport = 'status' | 'focus-in' | 'focus-out' | 'resume';

/** One whole key or one paste. `together`: other keys came in the same read. */
export type ConsoleInput =
  | { kind: 'key'; name: string; sequence: string; together: boolean }
  | { kind: 'paste'; text: string }
  | { kind: 'report'; report: TerminalReport };

export type ConsoleTerminal = TerminalOptions & {
  stdin: NodeJS.ReadableStream;
  stdout: NodeJS.WritableStream;
  /** Whole keys, pastes and reports, past Ink; returns the way to stop listening. */
  onInput(listener: (input: ConsoleInput) => void): () => void;
  /** Sends `CSI 5n` behind everything that was written, and says when it left. */
  requestStatus(sent: () => void): void;
  size(): { columns: number; rows: number };
  onResize(listener: () => void): () => void;
  /** Clears and draws everything again: Ctrl-L. */
  repaint?(): void;
  suspend?(): void;
};

export type Leave = 'stop' | 'detach';

export type ConsoleOptions = {
  snapshots: Snapshots;
  onDatabaseChange(changed: () => void): () => void;
  commands: ConsoleCommands;
  actor: Actor;
  facts: ConsoleFacts;
  live(): LiveFacts;
  clock: ConsoleClock;
  terminal: ConsoleTerminal;
  /** The newest lines of a run, at most `lines`. Must not block: called while a run is on the screen. */
  readOutput(runId: number, lines: number): OutputView | undefined;
  processTree(runId: number): ProcessRow[];
  /** The coming fire times of a job, at most `count`; empty where there is no schedule. */
  nextFires(definition: JobDefinition, anchorAt: number, fromAt: number, count: number): number[];
  /** Absent: nothing was found, and the Start screen leaves the line out. */
  crontab?: () => CrontabOffer | undefined;
  /** Leaves this console and opens the demo's; absent: not offered. */
  startDemo?: () => void;
  checks?: () => MachineCheck[];
  screen?: 'due' | 'runs' | 'approvals' | 'alerts' | 'jobs' | 'activity';
  readOnly?: boolean;
};
