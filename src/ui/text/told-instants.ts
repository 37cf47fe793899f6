import { formatClock } from '../format/index.ts';

const INSTANT = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g;
/** What the engine writes of an alert's times; an instant that a check or a job has printed stays as it was printed. */
const TOLD = [/^expected one since INSTANT/, /\bwas due at INSTANT$/, /^from INSTANT to INSTANT:/].map(
  ({ source }) => new RegExp(source.replaceAll('INSTANT', INSTANT.source)),
);

/** The detail of an alert with the engine's instants on the reader's clocks. */
export const withClocks = (detail: string, now: number, zone: string): string =>
  TOLD.reduce(
    (text, told) =>
      text.replace(told, (part) => part.replace(INSTANT, (instant) => formatClock(Date.parse(instant), now, zone))),
    detail,
  );
