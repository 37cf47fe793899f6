// A console in a pty for the benches: what it sends is timed and counted, and thrown away.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { spawn } from '@lydell/node-pty';
import { openStore } from '../src/store/store.ts';
import { fillHome } from './large-home.ts';

export const ENTRY = fileURLToPath(new URL('../bin/openclaw-tui.js', import.meta.url));
/** Between the words of a row. */
const COLOUR = /\u001b\[[\d;]*m/g;
const PROBE = new URL('./ui-probe.mjs', import.meta.url).href;
const TAIL_MAX = 200_000;
const LOOKS_MAX = 20_000;
/** What took longer counts as so long: a slow machine makes worse figures, not none. */
const ANSWER_MAX_MS = 20_000;
const COLUMNS = 120;
const ROWS = 40;

/** What the program says of itself when it is asked by a signal; `loopWorkedMs` is the processor time of its longest turn. */
export type Probed = {
  heapMb: number;
  rssMb: number;
  loopMedianMs: number;
  loopP99Ms: number;
  loopWorstMs: number;
  loopWorkedMs: number;
};

export type BenchConsole = {
  pid: number;
  /** The first true frame is there. */
  drawn: Promise<void>;
  ended: Promise<void>;
  write(keys: string): void;
  end(): void;
  /** Nobody reads what it sends, as with Ctrl-S. */
  stall(): void;
  resume(): void;
  resize(columns: number, rows: number): void;
  /** Bytes that came so far, frames among them, and how often a terminal would have lost its scrollback. */
  sent(): { bytes: number; frames: number; wipes: number };
  /** How long it takes until one of the rows that come says this. */
  shows(text: string, act: () => void): Promise<number>;
  /** How long it takes until something comes, and how many bytes its first frame has. */
  answer(key: string): Promise<{ ms: number; bytes: number }>;
  /** Resolves once nothing came for so long. */
  quiet(forMs: number): Promise<void>;
  probe(): Promise<Probed>;
};

export type BenchHome = { path: string; remove(): void };

export function benchHome(): BenchHome {
  const path = mkdtempSync(join(tmpdir(), 'openclaw-tui-bench-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** A job by the command line, which also makes the database. */
export function addJob(home: string, name = 'one', ...flags: string[]): void {
  const words = ['jobs', 'add', '--name', name, '--shell', 'true', '--every', '1h', ...flags];
  execFileSync(process.execPath, [ENTRY, '--home', home, ...words], { stdio: 'ignore' });
}

/** The rows of a large home, with definitions that a console can show. */
export function fillLarge(home: string): void {
  const path = join(home, 'openclaw-tui.db');
  const before = openStore({ path, role: 'command' });
  const [one] = before.db.prepare<[], { definition: string }>('SELECT definition FROM jobs').all();
  before.close();
  fillHome(path, Date.now());
  const store = openStore({ path, role: 'command' });
  const person = '{"kind":"person","name":"ana","via":"cli"}';
  store.db
    .prepare(`UPDATE jobs SET definition = json_set(?, '$.name', name), created_by = ?`)
    .run(one?.definition, person);
  store.db.prepare(`UPDATE dispatches SET requested_by = ? WHERE requested_by = '{}'`).run(person);
  store.db
    .prepare(`UPDATE approvals SET requested_by = ?, subject = json_object('jobRevision', 1, 'target', 'shell',
      'payload', 'true', 'envNames', json_array(), 'timeoutMs', 300000)`)
    .run(person);
  store.db.pragma('wal_checkpoint(TRUNCATE)');
  store.close();
}

/** Copies of the one job of a home, all due at the same moment. */
export function multiplyJob(home: string, count: number, dueAt: number): void {
  const store = openStore({ path: join(home, 'openclaw-tui.db'), role: 'command' });
  const columns = store.db
    .prepare<[], { name: string }>(`SELECT name FROM pragma_table_info('jobs')`)
    .all()
    .map(({ name }) => name);
  const values = columns.map((name) => {
    if (name === 'id') return `printf('c%06d', n.i)`;
    if (name === 'name') return `'copy-' || n.i`;
    if (name === 'definition') return `json_set(definition, '$.name', 'copy-' || n.i)`;
    return name === 'next_slot_at' || name === 'next_run_at' ? '@dueAt' : name;
  });
  store.db
    .prepare(
      `INSERT INTO jobs (${columns.join(', ')})
       WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < @count)
       SELECT ${values.join(', ')} FROM jobs, n WHERE jobs.name = 'one'`,
    )
    .run({ count, dueAt });
  store.db.pragma('wal_checkpoint(TRUNCATE)');
  store.close();
}

type OpenOptions = { words?: string[]; probed?: boolean };

export function openBenchConsole(home: string, { words = [], probed = false }: OpenOptions = {}): BenchConsole {
  const report = join(home, 'probe.json');
  const child = spawn(process.execPath, ['--max-semi-space-size=4', ENTRY, '--home', home, ...words], {
    name: 'xterm-256color',
    cols: COLUMNS,
    rows: ROWS,
    env: {
      ...{ PATH: process.env.PATH ?? '', HOME: home, TERM: 'xterm-256color', LANG: 'C.UTF-8' },
      ...(probed ? { NODE_OPTIONS: `--import=${PROBE}`, OPENCLAW_BENCH_PROBE: report } : {}),
    },
  });
  const drawn = Promise.withResolvers<void>();
  const ended = Promise.withResolvers<void>();
  const waiting = new Set<(part: string) => void>();
  const sent = { bytes: 0, frames: 0, wipes: 0 };
  let tail = '';
  let isDrawn = false;
  let lastAt = performance.now();
  child.onData((part) => {
    lastAt = performance.now();
    sent.bytes += Buffer.byteLength(part);
    sent.frames += part.split(FRAME_BEGINS).length - 1;
    sent.wipes += part.split(SCROLLBACK_WIPED).length - 1;
    // The terminal's answers: where the cursor is, and that it is there at all.
    if (part.includes('\u001b[6n')) child.write('\u001b[1;2R');
    for (let asked = part.split('\u001b[5n').length - 1; asked > 0; asked -= 1) child.write('\u001b[0n');
    for (const look of [...waiting]) look(part);
    if (isDrawn) return;
    tail = (tail + part).slice(-TAIL_MAX);
    const shown = tail.replace(COLOUR, '');
    isDrawn = /\d\d:\d\d:\d\d UTC/.test(shown) && shown.includes('? keys');
    if (isDrawn) drawn.resolve();
  });
  child.onExit(() => {
    ended.resolve();
    drawn.reject(new Error(`the console ended before it drew anything:\n${tail}`));
  });
  return {
    pid: child.pid,
    drawn: drawn.promise,
    ended: ended.promise,
    write: (keys) => child.write(keys),
    end: () => child.kill('SIGTERM'),
    stall: () => child.pause(),
    resume: () => child.resume(),
    sent: () => ({ ...sent }),
    resize: (columns, rows) => child.resize(columns, rows),
    async shows(text, act) {
      let come = '';
      return await timed(waiting, act, (part) => {
        come = (come + part).slice(-TAIL_MAX);
        return come.replace(COLOUR, '').includes(text);
      });
    },
    async answer(key) {
      let bytes = 0;
      const took = await timed(
        waiting,
        () => child.write(key),
        (part) => {
          bytes = Buffer.byteLength(part);
          return true;
        },
      );
      return { ms: took, bytes };
    },
    async quiet(forMs) {
      while (performance.now() - lastAt < forMs) await after(forMs - (performance.now() - lastAt) + 1);
    },
    async probe() {
      rmSync(report, { force: true });
      process.kill(child.pid, 'SIGUSR2');
      return JSON.parse(await contentOf(report)) as Probed;
    },
  };
}

/** Every frame stands between the marks of synchronised output. */
const FRAME_BEGINS = '\u001b[?2026h';
const SCROLLBACK_WIPED = '\u001b[3J';

/** How long it takes from an act until what comes of it is it. */
function timed(
  waiting: Set<(part: string) => void>,
  act: () => void,
  isIt: (part: string) => boolean,
): Promise<number> {
  return new Promise((resolve) => {
    const begunAt = performance.now();
    const done = (took: number): void => {
      clearTimeout(late);
      waiting.delete(look);
      resolve(took);
    };
    const late = setTimeout(() => done(ANSWER_MAX_MS), ANSWER_MAX_MS);
    const look = (part: string): void => {
      if (isIt(part)) done(performance.now() - begunAt);
    };
    waiting.add(look);
    act();
  });
}

async function contentOf(path: string): Promise<string> {
  for (let looks = 0; looks < LOOKS_MAX; looks += 1) {
    try {
      return readFileSync(path, 'utf8');
    } catch {
      await after(2);
    }
  }
  throw new Error(`${path} was not written`);
}

/** Processor time of all threads, to the microsecond. */
export function processorMs(pid: number): number {
  return readdirSync(`/proc/${pid}/task`)
    .map((task) => Number(readFileSync(`/proc/${pid}/task/${task}/schedstat`, 'utf8').split(' ')[0]) / 1e6)
    .reduce((sum, ms) => sum + ms, 0);
}

export function statusKb(pid: number, name: string): number {
  return Number(new RegExp(`${name}:\\s+(\\d+)`).exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
}

export function after(delayMs: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, delayMs);
  });
}
