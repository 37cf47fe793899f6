import { createCommands } from '../../../src/engine/commands.ts';
import type { Actor } from '../../../src/store/nouns/actor.ts';
import { openStore } from '../../../src/store/store.ts';
import { aDefinition } from '../../support/builders.ts';
import {
  alertValues,
  approvalValues,
  dispatchValues,
  insert,
  jobValues,
  PERSON,
  runValues,
} from '../../support/screen-data.ts';
import { aConsole } from './world.ts';

export const BEN: Actor = { kind: 'person', name: 'ben', via: 'console' };
const AT = Date.parse('2026-11-22T14:32:07Z');

/** The console with the engine's own commands on its database, and those of somebody else beside it. */
export function aMarkConsole(options: Parameters<typeof aConsole>[0] = {}) {
  const screen = aConsole(options);
  const { db, clock } = screen;
  const store = openStore({ path: db.name, role: 'command' });
  let asked = 0;
  const next = (word: string) => () => {
    asked += 1;
    return `${word}${asked}`;
  };
  const ids = { jobId: next('job'), holderId: next('holder'), requestId: next('request') };
  const commands = createCommands(store, { clock, ids, changed: screen.change });
  Object.assign(screen.options.commands, commands);
  const settle = (): void => {
    for (let turn = 0; turn < 8; turn += 1) clock.pass(100);
  };
  return {
    ...screen,
    store,
    commands,
    view: screen.controller.view,
    /** Keys as a person types them, and a moment for what comes of them. */
    press(...names: string[]) {
      screen.type(...names);
      settle();
    },
    settle,
    /** The terminal answers that it has the sheet. */
    async answer() {
      for (let turn = 0; turn < 40; turn += 1) await Promise.resolve();
      for (const sent of screen.asked.splice(0)) {
        sent();
        screen.report('status');
      }
      clock.pass(400);
    },
    message: () => screen.controller.view().message?.text,
    end() {
      store.close();
      screen.end();
    },
  };
}

export type MarkConsole = ReturnType<typeof aMarkConsole>;

/** A job that the engine can read as well. */
const definitionOf = (name: string): string =>
  JSON.stringify(aDefinition({ name, schedule_kind: 'cron', schedule_cron: '*/5 * * * *' }));
const wholeJob = (name: string, more: Parameters<typeof jobValues>[1] = {}) =>
  jobValues(name, { definition: definitionOf(name), ...more });

export const addJobs = (screen: MarkConsole, names: readonly string[], more = {}): void => {
  for (const name of names) insert(screen.db, 'jobs', wholeJob(name, more));
};

export function addApproval(
  screen: MarkConsole,
  name: string,
  more: Parameters<typeof approvalValues>[3] = {},
): number {
  insert(screen.db, 'jobs', wholeJob(name));
  const dispatch = insert(screen.db, 'dispatches', dispatchValues(`job-${name}`, { status: 'awaiting_approval' }));
  const run = insert(screen.db, 'runs', runValues(`job-${name}`, dispatch, { status: 'awaiting_approval' }));
  const times = { asked_at: AT - 60_000, expires_at: AT + 36_000_000 };
  return insert(screen.db, 'approvals', approvalValues(`job-${name}`, dispatch, run, { ...times, ...more }));
}

/** So many failures of one cause: a run and an alert each. */
export function addFailures(screen: MarkConsole, count: number, from = 0): number[] {
  return Array.from({ length: count }, (_, offset) => {
    const index = from + offset;
    const name = `node-${String(index).padStart(3, '0')}`;
    insert(screen.db, 'jobs', wholeJob(name));
    const revision = { job_id: `job-${name}`, revision: 1, definition: definitionOf(name), at: 1, by: PERSON };
    insert(screen.db, 'job_revisions', revision);
    const dispatch = insert(screen.db, 'dispatches', dispatchValues(`job-${name}`, { status: 'done' }));
    const ended = { status: 'error', finished_at: AT - 1_000 - index, exit_code: 127, error: 'node: not found' };
    const run = insert(screen.db, 'runs', runValues(`job-${name}`, dispatch, { ...ended, job_name: name }));
    const values = { kind: 'failing', key: `failing:${name}`, detail: 'node: not found', job_id: `job-${name}` };
    return insert(
      screen.db,
      'alerts',
      alertValues(`${name} failed`, { ...values, run_id: run, first_at: AT - 60_000, last_at: AT - 60_000 + index }),
    );
  });
}
