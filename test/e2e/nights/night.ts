import { expect, vi } from 'vitest';
import type { Live } from '../../bin/support/program.ts';
import type { Place } from '../../support/e2e.ts';
import type { RealTerminal } from '../../support/terminal.ts';

/** Two cores for everybody: what is waited for may take this long. */
const WAIT_MAX_MS = 120_000;

export const SMALL = { cols: 80, rows: 24 };

export type Approval = { job_name: string; status: string; note?: string; decided_by?: { kind: string; via: string } };
export type Run = { id: number; job_name: string; status: string };
export type AuditEntry = { action: string; subject: { name?: string } };

/** What really was decided, as the database has it. */
export const approvals = async (place: Place): Promise<Approval[]> =>
  (await place.json<Approval[]>('approvals', 'list', '--all')).data;

export const statusesOf = async (place: Place): Promise<Record<string, string>> =>
  Object.fromEntries((await approvals(place)).map(({ job_name, status }) => [job_name, status]));

export const runsOf = async (place: Place, job: string): Promise<Run[]> =>
  (await place.json<Run[]>('runs', 'list', '--job', job, '--limit', '200')).data;

/** Newest first: a run that only asked for approval ended before the one that was approved. */
export const newestStatus = async (place: Place, job: string): Promise<string | undefined> =>
  (await runsOf(place, job))[0]?.status;

/** For `decides`: the question of that job has no answer yet. */
export const undecided =
  (place: Place, name: string): (() => Promise<void>) =>
  async () =>
    expect(await statusesOf(place)).toMatchObject({ [name]: 'pending' });

export async function engineOf(place: Place): Promise<{ pid: number; mode: string } | null> {
  return (await place.json<{ engine: { pid: number; mode: string } | null }>('status')).data.engine;
}

/** Asks again until it holds; every question is a process of its own. */
export const until = (holds: () => Promise<void> | void): Promise<void> =>
  vi.waitFor(holds, { timeout: WAIT_MAX_MS, interval: 100 });

/** The engine as a service runs it. */
export async function serviceOf(place: Place, ...words: string[]): Promise<Live> {
  const engine = place.engine(...words);
  await engine.event(({ event }) => event === 'engine-started');
  return engine;
}

export const gone = (terminal: RealTerminal, text: string): Promise<void> =>
  terminal.waitFor((rows) => !rows.join('\n').includes(text), `${text} to be gone`);

export const armed = (terminal: RealTerminal): Promise<void> =>
  terminal.waitFor(/ armed [━┓]/, 'the sheet to be armed');

/** A key that opens a sheet about the selected row, once it was seen and its keys count. */
export async function opens(terminal: RealTerminal, key: string, question: string): Promise<void> {
  terminal.press(key);
  await terminal.waitFor(question);
  await armed(terminal);
}

/** Types into the field that has the focus, and waits until it stands there. */
export async function writes(terminal: RealTerminal, text: string): Promise<void> {
  terminal.type(text);
  await terminal.waitFor(`${text}▏`);
}

/** The last step of a sheet, its button; what `isStill` asks the database meanwhile makes Enter no bouncing key. */
export async function decides(terminal: RealTerminal, button: string, isStill: () => Promise<void>): Promise<void> {
  await terminal.waitFor(`▸[ ${button} ]`);
  await isStill();
  terminal.press('Enter');
}
