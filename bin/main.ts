import { homedir } from 'node:os';
import type { Command } from 'commander';
import { readSettings, type Settings } from './config/settings.ts';
import type { Run } from './declare.ts';
import { EXIT_CODES, type Failure } from './failure.ts';
import { faultFailure, toFailure } from './faults.ts';
import { createOutput, type Output, wantsColour } from './output/output.ts';
import { createProgram } from './program.ts';
import { isCommanderError, usageError } from './usage.ts';

const words = process.argv.slice(2);
const isVerbose = words.includes('--verbose');
// Mistakes in the command line itself are answered in the format that was asked for, wherever it stands.
const output = createOutput(process, {
  format: words.includes('--json') ? 'json' : 'human',
  colour: wantsColour(process.env),
});

endQuietlyWithoutReader(process.stdout);
endQuietlyWithoutReader(process.stderr);
process.exitCode = await main();

async function main(): Promise<number> {
  const program = createProgram(runWith(output));
  try {
    await program.parseAsync(words, { from: 'user' });
    return typeof process.exitCode === 'number' ? process.exitCode : EXIT_CODES.done;
  } catch (error) {
    const failure = failureOf(error, program);
    if (failure === undefined) return EXIT_CODES.done;
    return output.fail(failure);
  }
}

function runWith(output: Output): Run {
  return async (flags, act, brokenConfig) => {
    const settings = await readSettings(flags, process.env, homedir(), brokenConfig);
    if (brokenConfig === 'remark' && settings.configProblem !== undefined) {
      output.remark(`note: ${settings.configProblem.message}; the defaults hold for this command`);
    }
    const { createContext } = await import('./context.ts');
    const context = createContext(settings, output);
    try {
      await act(context);
    } catch (error) {
      throw toFailure(error).kind === 'internal' ? await loggedFault(error, settings) : error;
    } finally {
      context.close();
    }
  };
}

/** Keeps the stack of a bug where it can be read later, and says where that is. */
async function loggedFault(error: unknown, settings: Settings): Promise<Failure> {
  if (isVerbose) console.error(error);
  const { logFault } = await import('./fault-log.ts');
  return faultFailure(error, logFault(error, settings));
}

function failureOf(error: unknown, program: Command): Failure | undefined {
  return isCommanderError(error) ? usageError(error, program) : toFailure(error);
}

/** `openclaw-tui … | head` closes the pipe; that is no mistake of anybody. A full disk is one to be told about. */
function endQuietlyWithoutReader(stream: NodeJS.WriteStream): void {
  stream.on('error', ({ code }: NodeJS.ErrnoException) => {
    // Nobody hears what is said beside the answer: that ends nothing.
    if (code === 'EPIPE' && stream === process.stderr) return;
    if (code === 'EPIPE') process.exit(EXIT_CODES.done);
    if (stream === process.stdout) console.error(`openclaw-tui: the answer was not written: ${code}`);
    process.exit(EXIT_CODES.refused);
  });
}
