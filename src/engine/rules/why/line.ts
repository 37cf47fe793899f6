import type { Place, WhyRun } from '../../../store/nouns/why.ts';
import { clockText, lengthText, ordinal, type Reader } from './words.ts';

const HOLDERS_SHOWN_MAX = 3;

/** `, 3rd of 7`; nothing where nobody else waits. */
export function placeText(place: Place | undefined): string {
  if (place === undefined || (place.of <= 1 && !place.more)) return '';
  return `, ${ordinal(place.place)} of ${place.more ? 'more than ' : ''}${place.of}`;
}

/** Who has what is waited for, since when, and until when by what it usually takes. */
export function holdersText(reader: Reader, holders: readonly WhyRun[]): string[] {
  const shown = [...holders].sort(byUsualEnd(reader)).slice(0, HOLDERS_SHOWN_MAX);
  const more = holders.length - shown.length;
  return [
    ...shown.map((run) => holderText(reader, run)),
    ...(more > 0 ? [`${more} more ${more === 1 ? 'holds' : 'hold'} it as well`] : []),
  ];
}

/** Who is likely to be through first comes first. */
const byUsualEnd =
  (reader: Reader) =>
  (a: WhyRun, b: WhyRun): number =>
    (usualEndOf(a) ?? reader.now + UNKNOWN_MS) - (usualEndOf(b) ?? reader.now + UNKNOWN_MS);

const UNKNOWN_MS = 10 * 365 * 86_400_000;

export const usualEndOf = ({ startedAt, usualMs }: WhyRun): number | undefined =>
  startedAt === undefined || usualMs === undefined ? undefined : startedAt + usualMs;

function holderText(reader: Reader, run: WhyRun): string {
  const who = `run ${run.id} of ${run.jobName} holds it`;
  if (run.startedAt === undefined) return `${who}, about to start`;
  return `${who} since ${clockText(run.startedAt, reader)} (${lengthText(Math.max(0, reader.now - run.startedAt))})${untilText(reader, run)}`;
}

/** By what the job usually takes; nothing where it has not run often enough to have a usual time. */
export function untilText(reader: Reader, run: WhyRun): string {
  const end = usualEndOf(run);
  if (end === undefined || run.usualMs === undefined) return '';
  const usually = `usually ${lengthText(run.usualMs)}`;
  return end >= reader.now
    ? `, ${usually}, so until about ${clockText(wholeMinute(end, reader.now), reader)}`
    : `, longer than its usual ${lengthText(run.usualMs)}`;
}

const MINUTE_MS = 60_000;

/** An estimate of more than ten minutes is not one to the second. */
const wholeMinute = (at: number, now: number): number =>
  at - now > 10 * MINUTE_MS ? Math.round(at / MINUTE_MS) * MINUTE_MS : Math.round(at / 1_000) * 1_000;
