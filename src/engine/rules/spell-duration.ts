const UNITS = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1_000],
] as const;

/** A length exactly, for settings: `5m`, `1h30m`, `1500ms`. */
export function spellDuration(ms: number): string {
  if (ms % 1_000 !== 0 || ms === 0) return `${ms}ms`;
  let left = ms;
  let text = '';
  for (const [letter, size] of UNITS) {
    const whole = Math.floor(left / size);
    if (whole > 0) text += `${whole}${letter}`;
    left -= whole * size;
  }
  return text;
}
