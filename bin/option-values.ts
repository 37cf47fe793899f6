import { InvalidArgumentError } from 'commander';
import { parseDuration } from './duration.ts';

/** A parser for an option that takes a whole number within bounds. */
export const wholeNumber =
  (min: number, max: number) =>
  (text: string): number => {
    const value = Number(text);
    if (!/^-?\d{1,15}$/.test(text) || value < min || value > max) {
      throw new InvalidArgumentError(`a whole number ${min}–${max} is allowed`);
    }
    return value;
  };

/** Durations such as 90s, 5m or 1h30m, in ms. */
export function durationValue(text: string): number {
  const value = parseDuration(text);
  if (value === undefined) throw new InvalidArgumentError('90s, 5m, 2h, 1h30m or 3d is allowed');
  return value;
}

export const durationSeconds = (text: string): number => Math.round(durationValue(text) / 1_000);

/** Collects an option that may be given several times. */
export const collected = (text: string, before: string[] | undefined): string[] => [...(before ?? []), text];
