export { type RunBar, runBar } from './bar.ts';
export {
  type ClockPrecision,
  formatClock,
  formatDate,
  formatDay,
  formatInBothZones,
  formatTimeOfDay,
  formatZone,
} from './clock.ts';
export { formatDuration, formatRoughDuration } from './duration.ts';
export { formatBytes, formatCompact, formatCount, formatNumber, formatPlural, formatTimes } from './number.ts';
