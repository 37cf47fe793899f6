/** The settings of a unit, by section and key; later ones stand behind, and an empty one takes all before it away. */
export type Unit = ReadonlyMap<string, readonly string[]>;

const LINES_MAX = 5_000;

/** Reads a unit and its drop-ins, put behind each other as `systemctl cat` does. */
export function readUnit(text: string): Unit {
  const settings = new Map<string, string[]>();
  let section = '';
  for (const line of joinedLines(text)) {
    const head = /^\[(.+)\]$/.exec(line);
    if (head !== null) section = head[1] ?? '';
    const at = line.indexOf('=');
    if (head !== null || at < 1) continue;
    const [key, value] = [`${section}.${line.slice(0, at).trim()}`, line.slice(at + 1).trim()];
    settings.set(key, value === '' ? [] : [...(settings.get(key) ?? []), value]);
  }
  return settings;
}

/** A backslash at the end goes on in the next line; comments in between do not count. */
function joinedLines(text: string): string[] {
  const lines: string[] = [];
  let open = '';
  for (const raw of text.split('\n', LINES_MAX)) {
    const line = raw.trim();
    if (/^[#;]/.test(line)) continue;
    if (line.endsWith('\\')) {
      open += `${line.slice(0, -1)} `;
      continue;
    }
    if (open + line !== '') lines.push(open + line);
    open = '';
  }
  return lines;
}

/** The last of a setting that has one value. */
export const lastOf = (unit: Unit, key: string): string | undefined => unit.get(key)?.at(-1);

const UNITS: ReadonlyMap<string, number> = new Map(
  Object.entries({
    us: 0.001,
    usec: 0.001,
    ms: 1,
    msec: 1,
    s: 1_000,
    sec: 1_000,
    second: 1_000,
    seconds: 1_000,
    m: 60_000,
    min: 60_000,
    minute: 60_000,
    minutes: 60_000,
    h: 3_600_000,
    hr: 3_600_000,
    hour: 3_600_000,
    hours: 3_600_000,
    d: 86_400_000,
    day: 86_400_000,
    days: 86_400_000,
    w: 604_800_000,
    week: 604_800_000,
    weeks: 604_800_000,
  }),
);

/** `1h 30min`, `90` (seconds); undefined for months, years, infinity and what is no length. */
export function readTimeSpan(text: string): number | undefined {
  const trimmed = text.trim();
  if (/^\d+(\.\d+)?$/.test(trimmed)) return Number(trimmed) * 1_000;
  if (!/^(\d+(\.\d+)?\s*[a-z]+\s*)+$/.test(trimmed)) return undefined;
  let sum = 0;
  for (const [, count, unit] of trimmed.matchAll(/(\d+(?:\.\d+)?)\s*([a-z]+)/g)) {
    const size = UNITS.get(unit ?? '');
    if (size === undefined) return undefined;
    sum += Number(count) * size;
  }
  return sum;
}
