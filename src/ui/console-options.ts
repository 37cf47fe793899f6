import type { CalendarOf } from '../engine/rules/calendar.ts';
import type { Actor } from '../store/nouns/actor.ts';
import type { ActivityRow } from '../store/snapshot/activity.ts';
import type { Snapshots } from '../store/snapshot.ts';
import type { CommandResult, ConsoleCommands } from './console-commands.ts';
import type { SaveFormat } from './copy/choices.ts';
import type { LongWork, OutputPort, OutputSight, PagerEnd } from './output/output-port.ts';
import type { PagePorts } from './page/page-ports.ts';
import type { Drafts } from './state/drafts.ts';
import type { Looks } from './state/looks.ts';
import type { Theme } from './theme/theme.ts';

/** Who runs the engine on this database, as the header says it. */
export type EngineFacts =
  | { kind: 'here'; sinceAt: number; pid?: number; lagMs?: number }
  /** `silentMs`: for so long it gave no sign of life; absent while it does. `staysOut`: this console never takes it. */
  | {
      kind: 'attached';
      pid: number;
      host: string;
      user: string;
      mode: 'console' | 'headless';
      sinceAt: number;
      silentMs?: number;
      /** Silent, though nobody has stopped its process: nothing wakes it up. */
      isAwake?: true;
      staysOut?: true;
    }
  | { kind: 'none'; because?: string; staysOut?: true };

/** What does not change while the console is open, but for `selfApproval`, which follows the configuration. */
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
  /** Whether who started a run may approve it. Absent: they may. */
  readonly selfApproval?: 'allowed' | 'forbidden';
};

/** Something that happened without a key; `bad` stays until one, or until there is other news `about` the same. */
export type EngineNews = {
  tone: 'good' | 'bad' | 'news';
  mark: string;
  text: string;
  more?: string;
  about?: NewsSubject;
};
/** What is in one state at a time, so that only the newest news of it is true. */
export type NewsSubject = 'engine' | 'configuration' | 'storage';

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
export type OutputView = {
  lines: OutputLine[];
  totalLines?: number;
  totalBytes: number;
  lastByteAt?: number;
  /** What is not among `lines`: `kept` where the run's files or the database have it still. */
  missing?: { bytes?: number; kept: boolean };
};

export type ProcessRow = {
  pid: number;
  parentPid: number;
  ageMs: number;
  command: string;
  /** `left`: it is of the run, but not of the group that signals go to. Absent: not asked. */
  place?: 'group' | 'left';
};

/** A check of this machine for the Start screen: `✓ zone  Europe/Berlin …`. */
export type MachineCheck = { state: 'ok' | 'warn'; name: string; text: string };

/** A button of the mouse, or its wheel; columns and rows begin at 0. */
export type MouseInput = { kind: 'press' | 'wheel-up' | 'wheel-down'; column: number; row: number };

export type TerminalOptions = {
  /** The one that is worn now: see `onLooks`. */
  readonly theme: Theme;
  /** tmux, screen and mosh answer status requests themselves, so a sheet waits longer inside them. */
  multiplexer: boolean;
};

/** What the terminal reports by itself or on request; never keys. `resume`: back from Ctrl-Z. */
export type TerminalReport = 'status' | 'focus-in' | 'focus-out' | 'resume' | 'stalled';

/** One whole key or one paste. `together`: other keys came in the same read; `lost`: one that came with Esc was left out. */
export type ConsoleInput =
  | { kind: 'key'; name: string; sequence: string; together: boolean; lost?: string }
  | { kind: 'paste'; text: string };

export type ConsoleTerminal = TerminalOptions & {
  stdin: NodeJS.ReadStream;
  stdout: NodeJS.WriteStream;
  /** The whole key or paste whose handlers run right now, as the input shim gives it. */
  current(): ConsoleInput | undefined;
  /** Forgets what came in the same read behind the current key. */
  dropPending(): void;
  onReport(listener: (report: TerminalReport) => void): () => void;
  /** Writes `CSI 5n` behind everything that was written so far, and calls back when it has left; false where it was dropped. */
  requestStatus(sent: () => void): boolean;
  /** Another size, which `stdout` has already; nothing is shown from here to the next repaint. */
  onResize(listener: () => void): () => void;
  /** Clears and draws everything again: Ctrl-L. */
  repaint?(): void;
  /** It shows less than was drawn, and is drawn anew when it takes output again or its window rests. */
  isBehind?(): boolean;
  /** Gives the terminal to the shell and stops this process. */
  suspend?(): void;
  /** Another theme is worn. */
  onLooks?(changed: () => void): () => void;
  /** `dark`, `light`, `high-contrast`, `none`, or `configured`. */
  chooseTheme?(name: string): void;
  onMouse?(listener: (input: MouseInput) => void): () => void;
  isMouseOn?(): boolean;
  setMouse?(state: 'on' | 'off'): void;
};

/** What the configuration says of the screen; it may change while the console is open. */
export type UiConfig = {
  time?: 'relative' | 'absolute' | 'utc';
  /** By panel: the columns it shows, in their order. */
  columns: Readonly<Record<string, readonly string[]>>;
  /** By action: its keys; none unbinds it. */
  keys: Readonly<Record<string, string | readonly string[] | null>>;
};

/** Where something went; `because`: why it did not go to the clipboard. */
export type Kept =
  | { kind: 'copied' }
  | { kind: 'saved'; path: string; because?: string }
  | { kind: 'failed'; because: string };

export type Leave = 'stop' | 'detach';

/** What the outside may do with an open console: draw it again, or end it with an exit code. */
export type ConsoleHandle = {
  /** Ink's own clear, for the repaint of the terminal layer. */
  clear(): void;
  /** Draws everything as it is now. */
  rerender(): void;
  /** A key that comes otherwise than from the keyboard. */
  press(name: string): void;
  close(left: { leave: Leave; exitCode: number }): void;
  /** What an open sheet would decide, for when the line drops in the middle of it. */
  unfinished(): { verb: string; name: string } | undefined;
};

export type ConsoleOptions = {
  /** How this person looked last, and where to keep how they look when they leave. */
  looks?: { last: Looks | undefined; keep(looks: Looks): void };
  /** What this person left half written, and where to keep it; `before` is what was kept last. Absent: it goes with the console. */
  drafts?: { last: Drafts; keep(now: Drafts, before: Drafts): void };
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
  /** Reads output by place. Absent: only the newest lines are there. */
  outputs?: OutputPort;
  /** Gives the terminal to the pager, with all lines of a sight. Absent: there is none. */
  page?(runId: number, sight: OutputSight, work: LongWork): Promise<PagerEnd>;
  /** The clipboard, and files for what is on the screen. Absent: neither. */
  keeping?: { copy(text: string): Kept; save(text: string, format: SaveFormat): Kept };
  /** The newest lines of the engine's log, newest first. Absent: there is none to show. */
  readLog?(): readonly ActivityRow[];
  /** When this person's line dropped, where it did. */
  leftAt?: number;
  processTree(runId: number): ProcessRow[];
  /** All processes of a run with where they are, also such that left it. Absent: the tree is all there is. */
  runProcesses?(runId: number): ProcessRow[];
  /** The .ics files that `exclude` names, as they were read last. */
  calendarOf: CalendarOf;
  /** What forms and import plans need. Absent: there are none. */
  pages?: PagePorts;
  /** Leaves this console and opens the demo's; absent: not offered. */
  startDemo?: () => void;
  checks?: () => MachineCheck[];
  /** What leaving would let pass: live runs are listed anyway. `backup-pg at 02:30`. */
  nextMissed?: () => string | undefined;
  /** Whether the engine can go on in the background when the console leaves. */
  canDetach?: boolean;
  /** The live runs that are stopped with the engine; the others go on without it. */
  endWithEngine?: () => ReadonlySet<number>;
  /** Asks for the engine; it is here when the header says so. Absent: never. */
  takeOver?: () => CommandResult<unknown>;
  /** Absent: nothing is configured. */
  uiConfig?: () => UiConfig;
  onConfigChange?(changed: () => void): () => void;
  onNews?(listener: (news: EngineNews) => void): () => void;
  /** Called once, when the first frame is on its way. */
  onOpen?: (handle: ConsoleHandle) => void;
  screen?: 'due' | 'runs' | 'approvals' | 'alerts' | 'jobs' | 'activity';
  readOnly?: boolean;
};
