import type { CalendarOf } from '../../engine/rules/calendar.ts';
import type { Actor } from '../../store/nouns/actor.ts';
import type { PauseScope } from '../../store/nouns/pause.ts';
import type { Snapshots } from '../../store/snapshot.ts';
import type { CommandResult, ConsoleCommands } from '../console-commands.ts';
import type { ConsoleFacts, LiveFacts, OutputView } from '../console-options.ts';

type PauseTarget = { scope: PauseScope; key: string };

/** What may be done by a typed line; the same commands that the keys of the console press. */
export type PlainCommands = Pick<
  ConsoleCommands,
  'approve' | 'reject' | 'runNow' | 'cancelRun' | 'acknowledgeAlert' | 'forecast' | 'forecastApproved'
> & {
  pause(targets: readonly PauseTarget[], how: { actor: Actor; note?: string }): CommandResult<unknown>;
  resume(targets: readonly PauseTarget[], actor: Actor): CommandResult<unknown>;
};

export type FoundJob = { kind: 'found'; id: string; name: string } | { kind: 'missing'; message: string };

/** The console as a conversation: what it is told, and what it may ask. */
export type PlainOptions = {
  snapshots: Snapshots;
  commands: PlainCommands;
  actor: Actor;
  facts: ConsoleFacts;
  live(): LiveFacts;
  clock: { now(): number; monotonic(): number };
  readOnly: boolean;
  calendarOf: CalendarOf;
  findJob(wanted: string): FoundJob;
  readOutput(runId: number, lines: number): OutputView | undefined;
  /** The live runs that end with the engine. */
  endWithEngine(): ReadonlySet<number>;
  nextMissed(): string | undefined;
  say(lines: readonly string[]): void;
  leave(how: 'stop' | 'detach'): void;
};
