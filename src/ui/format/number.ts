/** With commas from 1,000 on, for prose and titles. */
export const formatNumber = (value: number): string =>
  Math.trunc(value)
    .toString()
    .replace(/\B(?=(\d{3})+$)/g, ',');

/** Four columns at most, for columns: `999`, `1.2k`, `12k`, `1.2M`, `3G`. */
export const formatCompact = (value: number): string => scaled(value, ['', 'k', 'M', 'G', 'T', 'P']);

/** Decimal bytes: `512 B`, `96 kB`, `1.9 GB`. */
export const formatBytes = (byteCount: number): string => scaled(byteCount, [' B', ' kB', ' MB', ' GB', ' TB', ' PB']);

/** A list's place in its title: `3/48`. */
export const formatCount = (part: number, whole: number): string => `${part}/${whole}`;

/** `1 job`, `2 jobs`, `1,204 lines`; `plural` where an s does not make it. */
export const formatPlural = (count: number, singular: string, plural = `${singular}s`): string =>
  `${formatNumber(count)} ${count === 1 ? singular : plural}`;

/** `1.8×` of the usual, never rounded up to more than it is. */
export const formatTimes = (ratio: number, sign = '×'): string =>
  `${ratio < 10 ? (Math.floor(ratio * 10) / 10).toFixed(1) : Math.floor(ratio)}${sign}`;

// Rounded down, as 999,999 is not yet a million; one decimal only below ten.
const scaled = (value: number, units: string[]): string => {
  const sign = value < 0 ? '-' : '';
  let rest = Math.abs(value);
  let step = 0;
  while (rest >= 1_000 && step < units.length - 1) {
    rest /= 1_000;
    step += 1;
  }
  const decimal = step > 0 && rest < 10 ? Math.floor(rest * 10) / 10 : Math.floor(rest);
  return `${sign}${decimal}${units[step]}`;
};
