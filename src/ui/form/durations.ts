const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** `90s`, `5m`, `1h30m` in ms; undefined when it is nothing of that kind. */
export function readDuration(text: string): number | undefined {
  const trimmed = text.trim();
  if (!/^(\d{1,12}(ms|s|m|h|d))+$/.test(trimmed)) return undefined;
  const parts = trimmed.matchAll(/(\d+)(ms|s|m|h|d)/g);
  return [...parts].reduce((sum, [, count, unit]) => sum + Number(count) * (UNIT_MS[unit ?? ''] ?? 0), 0);
}

/** What one of a field is worth, by the end of its name; undefined where it is no length. */
export function unitOf(field: string): number | undefined {
  const unit = UNITS.find(([end]) => field.endsWith(end));
  return unit?.[1];
}

const UNITS: readonly (readonly [string, number])[] = [
  ['_ms', 1],
  ['_s', 1_000],
  ['_seconds', 1_000],
  ['_min', 60_000],
  ['_hours', 3_600_000],
];
