import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Commands of the machine played by small programs: real processes that write down how they were called. */
export type StubCommands = {
  /** For the program's environment. */
  env: { PATH: string };
  /** What a call whose words begin so answers; anything else answers nothing, with code 0. */
  answer(call: string, reply: { out?: string; err?: string; code?: number }): void;
  calls(): string[];
};

export function createStubCommands(folder: string, ...names: string[]): StubCommands {
  const bin = join(folder, 'stub-bin');
  const log = join(folder, 'stub-calls');
  mkdirSync(bin, { recursive: true });
  const replies = new Map<string, { out?: string; err?: string; code?: number }>();
  const write = (): void => {
    for (const name of names) {
      const cases = [...replies]
        .filter(([call]) => call.split(' ')[0] === name)
        .map(
          ([call, { out = '', err = '', code = 0 }]) =>
            `  '${call}'*) printf '%s' '${out}'; printf '%s' '${err}' >&2; exit ${code};;\n`,
        );
      const path = join(bin, name);
      writeFileSync(
        path,
        `#!/bin/sh\nprintf '%s\\n' "${name} $*" >>'${log}'\ncase "${name} $*" in\n${cases.join('')}esac\nexit 0\n`,
      );
      chmodSync(path, 0o755);
    }
  };
  write();
  return {
    env: { PATH: `${bin}:${process.env.PATH ?? '/usr/bin:/bin'}` },
    answer(call, reply) {
      replies.set(call, reply);
      write();
    },
    // A file that was only just made has no line yet, and one that is being written has a part of one.
    calls: () => (existsSync(log) ? readFileSync(log, 'utf8').split('\n').slice(0, -1) : []),
  };
}
