const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** Two units at most, begun ones not counted: `41s`, `4m12s`, `3h27m`, `8d13h`. Whole ones stand alone: `22m`, `1h`. */
export const formatDuration = (durationMs: number): string => {
  const ms = Math.max(0, durationMs);
  if (ms < MINUTE_MS) return `${Math.floor(ms / SECOND_MS)}s`;
  if (ms < HOUR_MS) return twoUnits(ms, MINUTE_MS, 'm', SECOND_MS, 's');
  if (ms < DAY_MS) return twoUnits(ms, HOUR_MS, 'h', MINUTE_MS, 'm');
  const [days, hours] = [Math.floor(ms / DAY_MS), Math.floor((ms % DAY_MS) / HOUR_MS)];
  return hours === 0 ? `${days}d` : `${days}d${hours}h`;
};

/** The same where minutes do not matter from 10 hours on: `15h`, not `15h27m`. */
export const formatRoughDuration = (durationMs: number): string =>
  durationMs >= 10 * HOUR_MS && durationMs < DAY_MS
    ? `${Math.floor(durationMs / HOUR_MS)}h`
    : formatDuration(durationMs);

const twoUnits = (ms: number, largeMs: number, large: string, smallMs: number, small: string): string => {
  const rest = Math.floor((ms % largeMs) / smallMs);
  const head = `${Math.floor(ms / largeMs)}${large}`;
  return rest === 0 ? head : `${head}${String(rest).padStart(2, '0')}${small}`;
};
