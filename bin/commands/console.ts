import { withoutEffect } from '../config/without-effect.ts';
import type { ConsoleFlags } from '../console/flags.ts';
import { holdOptimiser } from '../console/small-heap.ts';
import type { Context } from '../context.ts';
import { usageFailure } from '../failure.ts';
import { checkHome } from '../home-check.ts';

/** Without a command: the console where there is a terminal for it, the engine without a screen where there is none. */
export async function startConsole(context: Context, options: ConsoleFlags): Promise<void> {
  checkTogether(options);
  await checkLooks(context, options);
  if (options.readOnly !== true) checkHome(context);
  const missing = options.ui ? missingTerminal(process.env.TERM, options) : undefined;
  if (missing !== undefined && (options.attach === true || options.readOnly === true)) {
    throw usageFailure('no-terminal', `no console opened: ${missing}`, {
      hint: 'status and the list commands answer without one',
    });
  }
  if (missing !== undefined)
    context.output.remark(`no console: ${missing}; the engine runs without a screen, as with --no-ui`);
  const idle = withoutEffect(context.settings.config);
  if (idle !== undefined && (!options.ui || missing !== undefined || options.plain === true))
    context.output.remark(idle);
  if (!options.ui || missing !== undefined) {
    const { runHeadless } = await import('../headless/run-headless.ts');
    await runHeadless(context, {
      ...options,
      onHangup: options.onHangup ?? context.settings.config.on_hangup ?? 'keep',
    });
    return;
  }
  if (options.plain === true) {
    const { runPlain } = await import('../console/run-plain.ts');
    await runPlain(context, options);
    return;
  }
  holdOptimiser();
  const { runConsole } = await import('../console/run-console.ts');
  await runConsole(context, options);
}

function checkTogether(options: ConsoleFlags): void {
  const looks = options.attach === true ? '--attach' : options.readOnly === true ? '--read-only' : undefined;
  if (!options.ui && looks !== undefined) {
    throw usageFailure('flags-conflict', `--no-ui and ${looks} exclude each other`, { field: looks });
  }
  if (options.takeOver === true && looks !== undefined) {
    throw usageFailure('flags-conflict', `--take-over and ${looks} exclude each other`, { field: '--take-over' });
  }
  const headless = options.once === true ? '--once' : options.wait === true ? '--wait' : undefined;
  if (headless !== undefined && options.ui) {
    throw usageFailure('flags-conflict', `${headless} goes with --no-ui`, { field: headless });
  }
  if (options.wait === true && options.takeOver === true) {
    throw usageFailure('flags-conflict', '--wait and --take-over exclude each other', { field: '--wait' });
  }
}

/** A wrong name is a mistake also where there is no screen to see it on. */
async function checkLooks({ settings }: Context, options: ConsoleFlags): Promise<void> {
  if (options.theme === undefined && options.screen === undefined) return;
  const [{ appearanceOf }, { screenOf }] = await Promise.all([
    import('../console/appearance.ts'),
    import('../console/console-options.ts'),
  ]);
  appearanceOf(options, settings, process.env);
  screenOf(options.screen);
}

/** Why there is no terminal to draw on, in a few words; sentences need none that can draw. */
function missingTerminal(term: string | undefined, { plain }: ConsoleFlags): string | undefined {
  if (!process.stdin.isTTY) return 'stdin is no terminal';
  if (!process.stdout.isTTY) return 'stdout is no terminal';
  if (plain === true) return undefined;
  return term === 'dumb' || term === undefined || term === ''
    ? `TERM=${term ?? ''} cannot draw (--plain needs no drawing)`
    : undefined;
}
