import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import { jobReads } from '../../../src/store/lookups/job-reads.ts';
import type { Context } from '../../context.ts';
import { plainLine } from '../../output/plain-text.ts';
import { bashScript } from './bash.ts';
import type { Asker } from './cases.ts';
import { fishScript } from './fish.ts';
import { wordsOf } from './words.ts';
import { zshScript } from './zsh.ts';

/** Nobody chooses from more, and a shell waits for them at every key. */
const NAMES_MAX = 500;

const SCRIPTS = { bash: bashScript, zsh: zshScript, fish: fishScript } as const;

/** Printed as it is, also with --json: a shell reads it. */
export const printCompletion =
  (program: Command) =>
  (context: Context, options: { jobs?: true }, shell: keyof typeof SCRIPTS): void => {
    if (options.jobs === true) {
      const names = jobNames(context);
      context.output.answer(names, () => names);
      return;
    }
    const asker: Asker = [process.execPath, process.argv[1] ?? ''];
    const script = SCRIPTS[shell](wordsOf(program), asker);
    context.output.answer({ shell, script }, () => script.trimEnd().split('\n'));
  };

/** Completing makes no database; a name that a terminal would not show as it is can be typed by nobody. */
function jobNames(context: Context): string[] {
  if (!existsSync(context.settings.dbPath)) return [];
  return jobReads(context.store().db)
    .names(NAMES_MAX)
    .filter((name) => plainLine(name) === name);
}
