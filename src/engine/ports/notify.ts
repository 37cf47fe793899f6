import { spawn } from 'node:child_process';

/**
 * What a service manager that started us wants to hear (sd_notify). Node cannot write to a datagram socket of the file
 * system, and every package that can is compiled on the spot; systemd brings a command that does it, which costs a process
 * of a few ms at each word. Since that is no main process, the unit needs `NotifyAccess=all`.
 */
export type Notifier = {
  /** How long the manager waits between two signs of life, in ms; absent when it does not watch us. */
  watchdogMs?: number;
  /** Words like `READY=1`, in their order; never throws, and never holds up the end of the process. */
  send(words: readonly string[]): void;
};

type Env = Record<string, string | undefined>;

const OURS = ['NOTIFY_SOCKET', 'WATCHDOG_USEC', 'WATCHDOG_PID', 'WATCHDOG_SIGNAL', 'NOTIFY_ACCESS'] as const;
/** The command waits until the manager has read what it was told, five seconds at most. */
const SAID_WITHIN_MS = 10_000;
const WAITING_MAX = 16;

/**
 * Takes the manager's variables out of an environment, so that no child of ours speaks for the engine. Undefined when no
 * manager listens. `failed` hears at most once why nothing can be said.
 */
export function takeNotifier(env: Env, pid: number, failed: (reason: string) => void): Notifier | undefined {
  const { NOTIFY_SOCKET: socket, WATCHDOG_USEC: usec, WATCHDOG_PID: watched } = env;
  for (const name of OURS) delete env[name];
  if (socket === undefined || socket === '') return undefined;
  const surroundings = { NOTIFY_SOCKET: socket, PATH: env.PATH ?? '/usr/bin:/bin' };
  const watchdogMs = Number(usec) / 1_000;
  const isWatched = watchdogMs > 0 && (watched === undefined || watched === String(pid));
  let last = Promise.resolve();
  let waiting = 0;
  let hasFailed = false;
  const fail = (reason: string): void => {
    if (!hasFailed) failed(`the service manager is not told how we are: ${reason}`);
    hasFailed = true;
  };
  return {
    ...(isWatched ? { watchdogMs } : {}),
    send(words) {
      if (waiting >= WAITING_MAX) return;
      waiting += 1;
      last = last.then(async () => {
        const problem = await say(words, surroundings);
        waiting -= 1;
        if (problem !== undefined) fail(problem);
      });
    },
  };
}

/** Why it was not said; undefined when it was. */
function say(words: readonly string[], env: Record<string, string>): Promise<string | undefined> {
  const { promise, resolve } = Promise.withResolvers<string | undefined>();
  const child = spawn('systemd-notify', words, {
    env,
    stdio: 'ignore',
    timeout: SAID_WITHIN_MS,
    killSignal: 'SIGKILL',
  });
  child.unref();
  child.on('error', (error) => resolve((error as NodeJS.ErrnoException).code ?? error.message));
  child.on('exit', (code, signal) => resolve(code === 0 ? undefined : `systemd-notify ended with ${signal ?? code}`));
  return promise;
}
