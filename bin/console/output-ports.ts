import { createRunScan } from '../../src/engine/ports/processes/run-scan.ts';
import { runFolderPath } from '../../src/engine/ports/processes.ts';
import type { ConsoleOptions } from '../../src/ui/console-options.ts';
import type { Context } from '../context.ts';
import type { EngineSide } from './engine-side.ts';
import { createOutputPages, type OutputPages } from './output-pages.ts';
import { createOutputViews } from './output-views.ts';
import { createRunSecrets, withoutSecrets } from './run-secrets.ts';

/** What runs have printed and which processes they are, without their secrets. `loaded`: newest lines were read. */
export function outputPorts(
  { settings, clock, host }: Context,
  side: EngineSide,
  loaded: () => void,
): Pick<ConsoleOptions, 'readOutput' | 'processTree' | 'runProcesses'> & { outputs: OutputPages } {
  const { runsDir } = settings;
  const secrets = createRunSecrets(side.store, runsDir, host.env);
  const stored = side.store.runs.output;
  const scan = createRunScan();
  return {
    readOutput: createOutputViews({ runsDir, stored, secrets, loaded }),
    outputs: createOutputPages({ folderOf: (runId) => runFolderPath(runsDir, runId), stored, secrets, clock }),
    processTree(runId) {
      const pid = side.store.runs.get(runId)?.pid;
      return pid === undefined ? [] : withoutSecrets(side.processes.tree(pid), secrets(runId));
    },
    runProcesses(runId) {
      const { pid, pidStart = '' } = side.store.runs.get(runId) ?? {};
      if (pid === undefined) return [];
      return withoutSecrets(scan({ runId, folder: runFolderPath(runsDir, runId), pid, pidStart }), secrets(runId));
    },
  };
}
