import type { ProcessInfo } from '../../src/engine/ports/processes.ts';
import { createLiveRedaction } from '../../src/engine/redact/live-redaction.ts';
import { redactText } from '../../src/engine/redact/redactor.ts';
import type { RunSecrets } from '../../src/engine/redact/secret-keeper.ts';
import type { Store } from '../../src/store/store.ts';

/** What has to be taken out of what a run shows, by its id. */
export function createRunSecrets(store: Store, runsDir: string, env: Parameters<typeof createLiveRedaction>[2]) {
  const secretsOf = createLiveRedaction(store, runsDir, env);
  return (runId: number): RunSecrets => {
    const run = store.runs.get(runId);
    return run === undefined ? { kind: 'known', patterns: [] } : secretsOf(run);
  };
}

/** A shell puts the values of variables among the arguments of what it starts. */
export const withoutSecrets = <Process extends ProcessInfo>(
  processes: readonly Process[],
  secrets: RunSecrets,
): Process[] =>
  processes.map((one) => ({
    ...one,
    command: secrets.kind === 'known' ? redactText(one.command, secrets.patterns) : '(hidden)',
  }));
