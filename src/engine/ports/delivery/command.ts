import { execa } from 'execa';
import type { SendAnswer } from '../../rules/delivery.ts';
import { excerptOf } from './excerpt.ts';

export type CommandOptions = {
  input: string;
  /** Our own surroundings; the command sees the harmless part. */
  env: Readonly<Record<string, string | undefined>>;
  folder: string;
  timeoutMs: number;
  signal: AbortSignal;
};

const KEPT = new Set(['HOME', 'USER', 'LOGNAME', 'SHELL', 'LANG', 'TZ', 'TMPDIR', 'SSH_AUTH_SOCK', 'PATH']);
const KEPT_PREFIXES = ['LC_', 'XDG_'];
const OUTPUT_CHARACTERS_MAX = 4_096;

/** How long the last words of a program that has ended are waited for: somebody else may hold its pipes open. */
const LAST_WORDS_MS = 1_000;

/** Starts the program itself, without a shell, in a process group of its own; the message comes on its standard input. */
export function runCommand(words: readonly string[], options: CommandOptions): Promise<SendAnswer> {
  const [file, ...rest] = words;
  if (file === undefined) return Promise.resolve({ kind: 'unanswered', reason: 'the command is empty' });
  if (options.signal.aborted) return Promise.resolve(STOPPED);
  const child = spawn(file, rest, options);
  const { nodeChildProcess: node } = child;
  const output = collect(child);
  const { promise, resolve } = Promise.withResolvers<SendAnswer>();
  const timers: NodeJS.Timeout[] = [];
  const finish = (answer: SendAnswer): void => {
    for (const timer of timers) clearTimeout(timer);
    options.signal.removeEventListener('abort', stop);
    node.stdout?.destroy();
    node.stderr?.destroy();
    resolve(answer);
  };
  const giveUp = (answer: SendAnswer): void => {
    killGroup(child.pid);
    finish(answer);
  };
  const stop = (): void => giveUp(STOPPED);
  const late = `the command did not end within ${options.timeoutMs / 1_000} s`;
  timers.push(setTimeout(() => giveUp({ kind: 'unanswered', reason: late }), options.timeoutMs));
  options.signal.addEventListener('abort', stop, { once: true });
  node.once('error', (error) => finish(neverStarted(error)));
  node.once('exit', (code, signal) => {
    const end = (): void => finish(endOf(code, signal, output()));
    node.once('close', end);
    timers.push(setTimeout(end, LAST_WORDS_MS));
  });
  return promise;
}

const STOPPED: SendAnswer = { kind: 'unanswered', reason: 'the engine stopped meanwhile' };

function neverStarted(error: Error): SendAnswer {
  const code = (error as NodeJS.ErrnoException).code ?? 'no reason given';
  return { kind: 'unanswered', reason: `the command could not be started (${code})` };
}

type Child = ReturnType<typeof spawn>;

const spawn = (file: string, words: string[], { input, env, folder }: CommandOptions) =>
  execa(file, words, {
    cwd: folder,
    env: limited(env),
    extendEnv: false,
    input,
    stdout: 'pipe',
    stderr: 'pipe',
    detached: true,
    buffer: false,
    reject: false,
  });

function limited(env: CommandOptions['env']): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(env)) {
    if (value === undefined) continue;
    if (KEPT.has(name) || KEPT_PREFIXES.some((prefix) => name.startsWith(prefix))) kept[name] = value;
  }
  return kept;
}

/** Both streams are read to their ends, and their beginning is kept. */
function collect({ nodeChildProcess: { stdout, stderr } }: Child): () => string {
  const texts = { out: '', err: '' };
  const keep = (stream: 'out' | 'err') => (chunk: string) => {
    if (texts[stream].length < OUTPUT_CHARACTERS_MAX) texts[stream] += chunk.slice(0, OUTPUT_CHARACTERS_MAX);
  };
  stdout?.setEncoding('utf8').on('data', keep('out'));
  stderr?.setEncoding('utf8').on('data', keep('err'));
  return () => excerptOf(texts.err || texts.out);
}

function endOf(code: number | null, signal: string | null, text: string): SendAnswer {
  if (code !== null) return { kind: 'exited', code, text };
  return { kind: 'unanswered', reason: `the command was ended by ${signal ?? 'a signal'}` };
}

function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // Nobody is left in it.
  }
}
