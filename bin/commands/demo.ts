import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { demoJobs } from '../../src/engine/imports/demo-jobs.ts';
import { settingsAt } from '../config/settings.ts';
import { type Context, createContext } from '../context.ts';
import { doneValue } from '../results.ts';

type Options = { ui: boolean; homeOnly?: true };

/** A new home below the tmp folder with the demo's jobs in it, and the console on it. */
export async function startDemo(context: Context, options: Options): Promise<void> {
  const demo = createDemo(context);
  try {
    if (!options.ui || options.homeOnly === true) {
      context.output.answer({ home: demo.context.settings.home, jobs: demo.jobs }, () => [demo.context.settings.home]);
      return;
    }
    context.output.remark(`demo in ${demo.context.settings.home}; remove the folder when you have seen enough`);
    const { startConsole } = await import('./console.ts');
    await startConsole(demo.context, { ui: true });
  } finally {
    demo.context.close();
  }
}

function createDemo(context: Context): { context: Context; jobs: { id: string; name: string }[] } {
  const home = mkdtempSync(join(tmpdir(), 'openclaw-tui-demo-'));
  const work = join(home, 'work');
  mkdirSync(work, { mode: 0o700 });
  const demo = createContext(settingsAt(home), context.output);
  return { context: demo, jobs: addDemoJobs(demo, work) };
}

/** Parents come before their children, whose `parent_name` becomes the id that the parent got. */
function addDemoJobs(context: Context, work: string): { id: string; name: string }[] {
  const ids = new Map<string, string>();
  return context.store().write(() =>
    demoJobs({ home: work }).map(({ parent_name: parentName, ...fields }) => {
      const parentId = typeof parentName === 'string' ? ids.get(parentName) : undefined;
      const input = parentId === undefined ? fields : { ...fields, parent_id: parentId };
      const { job } = doneValue(
        context.commands().addJob(input, { actor: context.actor, machineZone: context.host.timeZone }),
      );
      ids.set(job.definition.name, job.id);
      return { id: job.id, name: job.definition.name };
    }),
  );
}
