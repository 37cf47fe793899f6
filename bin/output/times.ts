const UNITS: readonly (readonly [letter: string, ms: number])[] = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1_000],
];

/** `2m10s`, `3h05m`, `450ms`: the two largest units. */
export function durationText(ms: number): string {
  if (ms < 1_000) return `${Math.max(0, Math.round(ms))}ms`;
  const index = UNITS.findIndex(([, size]) => ms >= size);
  const [letter, size] = UNITS[index] ?? ['s', 1_000];
  const small = UNITS[index + 1];
  const large = `${Math.floor(ms / size)}${letter}`;
  if (small === undefined) return large;
  const rest = Math.floor((ms % size) / small[1]);
  return rest === 0 ? large : `${large}${rest < 10 ? '0' : ''}${rest}${small[0]}`;
}

/** `in 4m`, `3h ago`. */
export function relativeText(at: number, now: number): string {
  if (Math.abs(at - now) < 1_000) return 'now';
  return at > now ? `in ${durationText(at - now)}` : `${durationText(now - at)} ago`;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** `2026-11-24 10:00:05` on the clocks of a zone. */
export function wallText(at: number, zone: string): string {
  let format = formats.get(zone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('sv-SE', {
      timeZone: zone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
    formats.set(zone, format);
  }
  return format.format(at);
}
