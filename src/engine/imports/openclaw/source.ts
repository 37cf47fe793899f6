import { closeSync, openSync, readFileSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { readOpenclawDatabase } from '../../../store/foreign/openclaw-cron.ts';

/** The cron jobs of an OpenClaw, as it stores them. */
export type OpenclawReading =
  | { kind: 'found'; path: string; jobs: unknown[]; version?: string }
  | { kind: 'none' }
  | { kind: 'failed'; reason: string };

type Around = { env: Readonly<Record<string, string | undefined>>; homeDir: string };

const FILE_BYTES_MAX = 64 * 1024 * 1024;
const JOBS_MAX = 10_000;
/** The newest form first; an old file may lie beside a newer database. */
const PLACES = [join('state', 'openclaw.sqlite'), join('cron', 'jobs.json')];

/** Where OpenClaw of this user keeps what it knows. */
export const openclawFolder = ({ env, homeDir }: Around): string =>
  env.OPENCLAW_STATE_DIR || join(homeDir, '.openclaw');

/** Reads a state folder, a database or a jobs.json, and the answer of `openclaw cron list --all --json`. */
export function readOpenclawJobs(path: string): OpenclawReading {
  const isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory();
  if (isFolder === undefined) return { kind: 'none' };
  const file = isFolder ? PLACES.map((place) => join(path, place)).find(isThere) : path;
  if (file === undefined) return { kind: 'none' };
  try {
    const jobs = isDatabase(file) ? readOpenclawDatabase(file) : readJobsFile(file);
    const version = isFolder ? openclawVersion(path) : undefined;
    return { kind: 'found', path: file, jobs, ...(version === undefined ? {} : { version }) };
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split('\n', 1)[0] ?? '') : String(error);
    return { kind: 'failed', reason: `${file}: ${reason}` };
  }
}

const isThere = (file: string): boolean => statSync(file, { throwIfNoEntry: false })?.isFile() === true;

const SQLITE_HEAD = 'SQLite format 3\0';
const isDatabase = (file: string): boolean => readHead(file) === SQLITE_HEAD;

function readHead(file: string): string {
  const head = Buffer.alloc(SQLITE_HEAD.length);
  const handle = openSync(file, 'r');
  try {
    return head.subarray(0, readSync(handle, head)).toString('latin1');
  } finally {
    closeSync(handle);
  }
}

function readJobsFile(file: string): unknown[] {
  if (statSync(file).size > FILE_BYTES_MAX) throw new Error('it is too large for a list of jobs');
  const document: unknown = JSON.parse(readFileSync(file, 'utf8'));
  const jobs = Array.isArray(document) ? document : (document as { jobs?: unknown } | null)?.jobs;
  if (!Array.isArray(jobs)) throw new Error('it holds no list of jobs');
  return jobs.slice(0, JOBS_MAX);
}

/** Which version wrote the configuration last, if any; it is JSON with comments, so it is not read as JSON. */
export function openclawVersion(folder: string): string | undefined {
  try {
    const text = readFileSync(join(folder, 'openclaw.json'), 'utf8');
    return /["']?lastTouchedVersion["']?\s*:\s*["']([\w.-]{1,40})["']/.exec(text)?.[1];
  } catch {
    // Nobody has to have configured it.
    return undefined;
  }
}
