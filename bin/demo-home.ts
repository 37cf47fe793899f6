import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { demoJobs } from '../src/engine/imports/demo-jobs.ts';
import { settingsAt } from './config/settings.ts';
import { type Context, createContext } from './context.ts';
import { doneValue } from './results.ts';

type DemoJob = { id: string; name: string };

/** A new home below the tmp folder, with the demo's jobs in it. */
export function createDemo(context: Context): { context: Context; jobs: DemoJob[] } {
  const home = mkdtempSync(join(tmpdir(), 'openclaw-tui-demo-'));
  const work = join(home, 'work');
  mkdirSync(work, { mode: 0o700 });
  const demo = createContext(settingsAt(home), context.output);
  return { context: demo, jobs: addDemoJobs(demo, work) };
}

/** Parents come before their children, whose `parent_name` becomes the id that the parent got. */
function addDemoJobs(context: Context, work: string): DemoJob[] {
  const ids = new Map<string, string>();
  const options = { actor: context.actor, machineZone: context.host.timeZone };
  return context.store().write(() =>
    demoJobs({ home: work }).map(({ parent_name: parentName, ...fields }) => {
      const parentId = typeof parentName === 'string' ? ids.get(parentName) : undefined;
      const input = parentId === undefined ? fields : { ...fields, parent_id: parentId };
      const { job } = doneValue(context.commands().addJob(input, options));
      ids.set(job.definition.name, job.id);
      return { id: job.id, name: job.definition.name };
    }),
  );
}
