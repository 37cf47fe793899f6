import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInstrumenter } from '@stryker-mutator/instrumenter';
import { createInjector } from 'typed-inject';

/** What a rule remembers from call to call. */
const MEMORY = /^const (\w+) = new Map<.*>\(\);$/gm;

/** Puts every change that Stryker knows into the files of a copy, each behind its number, and gives the changes back. */
export async function change(copy, names, mutator) {
  const files = names.map((name) => ({ name, content: readFileSync(join(copy, name), 'utf8'), mutate: true }));
  const instrumenter = createInjector().provideValue('logger', silent()).injectFunction(createInstrumenter);
  const { files: changed, mutants } = await instrumenter.instrument(files, { ...mutator, plugins: null, ignorers: [] });
  for (const { name, content } of changed) {
    const forgetting = content.replaceAll(MEMORY, '$&\n(globalThis.__memories__ ??= []).push($1);');
    writeFileSync(join(copy, name), forgetting);
  }
  return mutants.filter(({ ignoreReason, status }) => ignoreReason === undefined && status === undefined);
}

function silent() {
  const levels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'].map((name) => [name, () => {}]);
  return { ...Object.fromEntries(levels), isDebugEnabled: () => false, isTraceEnabled: () => false };
}
