import type { Context } from '../context.ts';
import { createDemo } from '../demo-home.ts';

type Options = { ui: boolean; homeOnly?: true };

/** A throw-away home with the demo's jobs, and the console on it. */
export async function startDemo(context: Context, options: Options): Promise<void> {
  const demo = createDemo(context);
  demo.context.close();
  const { home } = demo.context.settings;
  if (!options.ui || options.homeOnly === true) {
    context.output.answer({ home, jobs: demo.jobs }, () => [home]);
    return;
  }
  context.output.remark(`the demo is in ${home}; remove the folder when you have seen enough`);
  const { startConsole } = await import('./console.ts');
  await startConsole(demo.context, { ui: true });
}
