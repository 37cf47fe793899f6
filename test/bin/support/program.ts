import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { endProcessesOf } from '../../support/end-processes.ts';

/** The built program and the Node that came with the checkout. */
export const ENTRY = fileURLToPath(new URL('../../../bin/openclaw-tui.js', import.meta.url));
export const OWN_NODE = fileURLToPath(new URL('../../../node_modules/node/bin/node', import.meta.url));

export type Ended = { code: number | null; signal: NodeJS.Signals | null; out: string; err: string };
type ErrorDocument = { code: string; message: string; hint?: string; field?: string };

export type Program = {
  home: string;
  run(...words: string[]): Promise<Ended>;
  runWith(options: { input?: string; env?: Record<string, string>; node?: string }, ...words: string[]): Promise<Ended>;
  /** Runs with --json and gives the one document. */
  json<T>(...words: string[]): Promise<{ code: number | null; ok: boolean; data: T; error?: ErrorDocument }>;
  /** The engine without a screen, with its events. */
  engine(...words: string[]): Live;
  engineIn(env: Record<string, string>, ...words: string[]): Live;
  /** The same as it comes about without a terminal. */
  engineWithoutFlag(): Live;
  /** The same started by another Node. */
  engineOn(node: string): Live;
  remove(): Promise<void>;
};

/** A program that goes on: its events, and its end. */
export type Live = {
  pid: number;
  /** Resolves with the first event that fits, also one that came before. */
  event(fits: (event: LineEvent) => boolean): Promise<LineEvent>;
  /** Resolves once it has written this to stderr. */
  complaint(text: string): Promise<void>;
  kill(signal: NodeJS.Signals): void;
  ended: Promise<Ended>;
};
export type LineEvent = { event: string; at?: string; run?: { id: number; status: string; job_name: string } } & Record<
  string,
  unknown
>;

/** The program on a home of its own; everything it reads of the surroundings is set here. */
export function createProgram(): Program {
  const home = mkdtempSync(join(tmpdir(), 'openclaw-tui-test-'));
  const live = new Set<ChildProcess>();
  const start = (
    words: readonly string[],
    options: { input?: string; env?: Record<string, string>; node?: string } = {},
  ) => {
    const child = spawn(options.node ?? OWN_NODE, [ENTRY, ...words], {
      env: { ...SURROUNDINGS, HOME: home, OPENCLAW_TUI_HOME: home, ...options.env },
      cwd: home,
    });
    live.add(child);
    child.stdin.on('error', () => {});
    child.stdin.end(options.input ?? '');
    return { child, ended: endOf(child, () => live.delete(child)) };
  };
  const runWith: Program['runWith'] = (options, ...words) => start(words, options).ended;
  return {
    home,
    runWith,
    run: (...words) => runWith({}, ...words),
    async json(...words) {
      const ended = await runWith({}, ...words, '--json');
      if (ended.err !== '') throw new Error(`--json wrote to stderr: ${ended.err}`);
      return { code: ended.code, ...JSON.parse(ended.out) };
    },
    engine: (...words) => alive(start(['--no-ui', ...words])),
    engineIn: (env, ...words) => alive(start(['--no-ui', ...words], { env })),
    engineWithoutFlag: () => alive(start([])),
    engineOn: (node) => alive(start(['--no-ui'], { node })),
    async remove() {
      const gone = [...live].map((child) => new Promise((resolve) => child.once('close', resolve)));
      // An engine that a console left in the background is nobody's child.
      await endProcessesOf(home);
      await Promise.all(gone);
      rmSync(home, { recursive: true, force: true });
    },
  };
}

const alive = ({ child, ended }: { child: ChildProcess; ended: Promise<Ended> }): Live => ({
  pid: child.pid ?? 0,
  event: eventsOf(child),
  complaint: (text) => heard(child, text),
  kill: (signal) => void child.kill(signal),
  ended,
});

const SURROUNDINGS = {
  PATH: process.env.PATH ?? '/usr/bin:/bin',
  TZ: 'Europe/Berlin',
  LANG: 'C.UTF-8',
};

function endOf(child: ChildProcess, forget: () => void): Promise<Ended> {
  const texts = { out: '', err: '' };
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    texts.out += text;
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    texts.err += text;
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => {
      forget();
      resolve({ code, signal, ...texts });
    });
  });
}

function heard(child: ChildProcess, wanted: string): Promise<void> {
  let said = '';
  return new Promise((resolve) => {
    child.stderr?.on('data', (text: string) => {
      said += text;
      if (said.includes(wanted)) resolve();
    });
  });
}

function eventsOf(child: ChildProcess): Live['event'] {
  const seen: LineEvent[] = [];
  const waiting = new Set<() => void>();
  let rest = '';
  child.stdout?.on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    seen.push(...lines.map((line) => JSON.parse(line) as LineEvent));
    for (const look of waiting) look();
  });
  return (fits) =>
    new Promise((resolve) => {
      const look = (): void => {
        const found = seen.find(fits);
        if (found === undefined) return;
        waiting.delete(look);
        resolve(found);
      };
      waiting.add(look);
      look();
    });
}
