import type { Alert } from '../../store/nouns/alert.ts';

/** More jobs than these that start late within the window have one cause, and one alert. */
const APART_MAX = 5;
const WINDOW_MS = 600_000;
/** How many of them the alert names. */
const NAMED_MAX = 8;

/** What the alert of many jobs is about. */
export type Together = { lastAt: number; worstMs: number; first: readonly string[] };

/** Jobs with an alert of their own, by id (of one that another engine raised it is not known when), and those of one alert. */
export type LateJobs = { apart: Map<string, { name: string; at: number }>; together?: Together };

/** `takes`: the jobs whose own alerts the one of all takes the place of. */
export type LateVerdict = { kind: 'apart' } | { kind: 'together'; takes: readonly { jobId: string; name: string }[] };

/** D-104. Whether a job that starts late has an alert of its own, or is one of many. */
export function judgeLateStart({ apart, together }: LateJobs, jobId: string, now: number): LateVerdict {
  if (apart.has(jobId)) return { kind: 'apart' };
  const recent = [...apart].filter(([, { at }]) => now - at < WINDOW_MS);
  if (recent.length < APART_MAX && !isOngoing(together, now)) return { kind: 'apart' };
  return { kind: 'together', takes: recent.map(([id, { name }]) => ({ jobId: id, name })) };
}

/** Late starts go on for as long as the last of them is within the window. */
export const isOngoing = (together: Together | undefined, now: number): boolean =>
  together !== undefined && now - together.lastAt < WINDOW_MS;

const SPELLED = /up to (?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?$/;
const SIZES_MS = [86_400_000, 3_600_000, 60_000, 1_000];

/** What another engine's alert of many was about, as it says so itself. */
export function togetherIn({ title, detail, lastAt }: Pick<Alert, 'title' | 'detail' | 'lastAt'>): Together {
  const lengths = SPELLED.exec(title)?.slice(1) ?? [];
  const names = /; the first of them (.*); the latest /s.exec(detail)?.[1];
  return {
    lastAt,
    worstMs: lengths.reduce((sum, length, at) => sum + Number(length ?? 0) * (SIZES_MS[at] ?? 0), 0),
    // A name with a comma in it comes apart here, and is joined again where it is told.
    first: names === undefined ? [] : names.split(', ').slice(0, NAMED_MAX),
  };
}

/** The same with some more. */
export function grown(together: Together | undefined, more: { names: readonly string[]; lateMs: number }, now: number) {
  const { first, worstMs } = together ?? { first: [], worstMs: 0 };
  return {
    lastAt: now,
    worstMs: Math.max(worstMs, more.lateMs),
    first: [...new Set([...first, ...more.names])].slice(0, NAMED_MAX),
  } satisfies Together;
}
