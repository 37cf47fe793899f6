import type { EngineEvent } from '../../src/engine/events.ts';
import { counted } from '../../src/engine/rules/counted.ts';
import { escapeUnseen } from '../../src/engine/rules/escape-unseen.ts';
import type { Run } from '../../src/store/nouns/run.ts';
import { toDocument } from '../output/documents.ts';
import { type Paint, type Tone, toneOf } from '../output/paint.ts';
import { plainLine } from '../output/plain-text.ts';
import { durationText, wallText } from '../output/times.ts';

/** One event as a JSON line: `at`, `event`, then what belongs to it. */
export function eventJson(event: EngineEvent, at: number): string {
  const { kind, ...rest } = event;
  const facts = 'run' in rest ? { ...rest, run: runFacts(rest.run) } : rest;
  return escapeUnseen(
    JSON.stringify({ at: new Date(at).toISOString(), event: kind, ...(toDocument(facts) as object) }),
  );
}

/** The same for a person: time, what happened in a word, to whom, and the rest. */
export function eventLine(event: EngineEvent, at: number, screen: { zone: string; paint: Paint }): string {
  const { tone, word, text } = spoken(event);
  const time = wallText(at, screen.zone).slice('2026-01-01 '.length);
  return `${screen.paint('dim', time)}  ${screen.paint(tone, word.padEnd(WORD_WIDTH))}  ${plainLine(text)}`;
}

/** The same without a time, as the log has it. */
export function eventWords(event: EngineEvent): string {
  const { word, text } = spoken(event);
  return `${word}: ${text}`;
}

const WORD_WIDTH = 9;

type Spoken = { tone: Tone; word: string; text: string };

function spoken(event: EngineEvent): Spoken {
  switch (event.kind) {
    case 'engine-started':
      return {
        tone: 'strong',
        word: 'engine',
        text: `started${event.recovered === 0 ? '' : `, ${counted(event.recovered, 'run')} recovered`}`,
      };
    case 'engine-stopping':
      return { tone: 'warn', word: 'engine', text: stopsText(event.activeRuns) };
    case 'engine-stopped':
      return { tone: 'strong', word: 'engine', text: `stopped${leftText(event.leftRuns)}` };
    case 'engine-handed-over':
      return {
        tone: 'strong',
        word: 'engine',
        text: `handed over to ${processText(event.to)}; what runs goes on there`,
      };
    case 'lease-lost': {
      if (event.because !== undefined) return { tone: 'bad', word: 'engine', text: event.because };
      const by = event.by === undefined ? 'another engine has' : `${processText(event.by)} has`;
      return { tone: 'bad', word: 'engine', text: `${by} taken over; nothing more is written here` };
    }
    case 'run-started':
      return {
        tone: 'plain',
        word: 'started',
        text: `${nameOf(event.run)}, ${event.run.cause}, ${whereOf(event)}, ${durationText(event.lateMs)} late`,
      };
    case 'run-ended':
      return endedLine(event.run);
    case 'dispatch-refused':
      return { tone: 'dim', word: 'not run', text: `${event.jobName}: ${event.detail} (${event.reason})` };
    case 'approval-asked':
      return { tone: 'warn', word: 'asks', text: `${event.jobName} waits for an approval` };
    case 'approval-lapsed':
      return { tone: 'warn', word: 'lapsed', text: `${event.jobName}: nobody answered, ${event.became}` };
    case 'processes-escaped': {
      const pids = event.processes.map(({ pid }) => pid).join(', ');
      const what = event.killed ? 'killed' : 'still there';
      return {
        tone: 'warn',
        word: 'escaped',
        text: `run ${event.runId} ${event.jobName} left its group: pid ${pids}, ${what}`,
      };
    }
    case 'gateway':
      return { tone: 'plain', word: 'gateway', text: event.detail };
    case 'clock-step':
      return { tone: 'warn', word: 'clock', text: stepText(event.byMs) };
    case 'zones-changed':
      return { tone: 'warn', word: 'zones', text: zonesText(event) };
    case 'database-busy':
      return { tone: 'warn', word: 'database', text: 'busy: another process is writing' };
    case 'engine-error':
      return { tone: 'bad', word: 'fault', text: event.error };
  }
}

const stopsText = (count: number): string => `stops: nothing new starts, ${counted(count, 'run')} still active`;

const leftText = (count: number): string =>
  count === 0
    ? ''
    : `; ${counted(count, 'run')} ${count === 1 ? 'goes' : 'go'} on, and the next engine takes ${count === 1 ? 'it' : 'them'} back`;

const processText = ({ pid, user, host }: { pid: number; user: string; host: string }): string =>
  `pid ${pid} of ${user} on ${host}`;

const stepText = (byMs: number): string => `stepped by ${byMs < 0 ? '−' : ''}${durationText(Math.abs(byMs))}`;

const zonesText = ({ from, to, moved }: Extract<EngineEvent, { kind: 'zones-changed' }>): string =>
  `time-zone data ${from} is ${to} now: ${counted(moved, 'next fire time')} moved`;

function endedLine(run: Run): Spoken {
  const took = run.durationMs === undefined ? [] : [durationText(run.durationMs)];
  const said = run.error ?? run.summary;
  return {
    tone: toneOf(run.status),
    word: run.status,
    text: [nameOf(run), ...took, ...(said === undefined ? [] : [said])].join(', '),
  };
}

const nameOf = (run: Run): string => `run ${run.id} ${run.jobName}`;

const runFacts = ({
  id,
  jobId,
  jobName,
  status,
  cause,
  retryCount,
  slotAt,
  startedAt,
  finishedAt,
  durationMs,
  exitCode,
  signal,
  error,
  summary,
}: Run) => ({
  id,
  jobId,
  jobName,
  status,
  cause,
  retryCount,
  slotAt,
  startedAt,
  finishedAt,
  durationMs,
  exitCode,
  signal,
  error,
  summary,
});

const whereOf = ({ pid, agentId }: { pid?: number; agentId?: string }): string =>
  pid === undefined ? `agent ${agentId}` : `pid ${pid}`;
