import { type Command, Option } from 'commander';
import type { BrokenConfig, GlobalFlags } from './config/settings.ts';
import type { Context } from './context.ts';

/** Carries out a loaded command between opening and closing what it works with. */
export type Run = (
  flags: GlobalFlags,
  act: (context: Context) => Promise<void> | void,
  brokenConfig?: BrokenConfig,
) => Promise<void>;

type Handler<O> = (context: Context, options: O, ...operands: never[]) => Promise<void> | void;

/**
 * The action of a command whose module is loaded when it is called. Commander gives operands, then options, then the
 * command; their types are those the declaration beside it promises.
 */
export function lazy<O extends object>(
  run: Run,
  load: () => Promise<Handler<O>>,
  brokenConfig: BrokenConfig = 'throw',
): (...given: unknown[]) => Promise<void> {
  return async (...given) => {
    const command = given.at(-1) as Command;
    const operands = given.slice(0, -2) as never[];
    const handler = await load();
    await run(globalFlags(command), (context) => handler(context, command.opts<O>(), ...operands), brokenConfig);
  };
}

/** The options every command takes, before or after its name. */
export function withGlobals(command: Command): Command {
  const hidden = command.parent !== null;
  for (const [flags, text] of GLOBALS) {
    const option = new Option(flags, text);
    command.addOption(hidden ? option.hideHelp() : option);
  }
  return hidden ? command.addHelpText('after', '\nAlso: --home DIR --db FILE --config FILE --json --verbose') : command;
}

const GLOBALS: readonly (readonly [flags: string, text: string])[] = [
  ['--home <dir>', 'where database, runs and logs are (OPENCLAW_TUI_HOME, ~/.openclaw/tui)'],
  ['--db <file>', 'the database (OPENCLAW_TUI_DB, openclaw-tui.db in the home)'],
  ['--config <file>', 'the configuration (config.json in the home)'],
  ['--json', 'print one JSON document'],
  ['--verbose', 'print where a fault of this program came from'],
];

/** A value behind the command's name wins over one before it. */
function globalFlags(command: Command): GlobalFlags {
  const chain: Command[] = [];
  for (let each: Command | null = command; each !== null; each = each.parent) chain.unshift(each);
  const { home, db, config, json, verbose } = Object.assign({}, ...chain.map((each) => each.opts())) as GlobalFlags;
  return {
    ...(home === undefined ? {} : { home }),
    ...(db === undefined ? {} : { db }),
    ...(config === undefined ? {} : { config }),
    ...(json === undefined ? {} : { json }),
    ...(verbose === undefined ? {} : { verbose }),
  };
}
