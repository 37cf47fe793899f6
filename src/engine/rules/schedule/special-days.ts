import { type FieldSpec, namedValue } from './field-specs.ts';
import type { Refused } from './types.ts';

export type SpecialDay =
  | { kind: 'last-day' }
  | { kind: 'last-weekday'; weekday: number }
  | { kind: 'nth-weekday'; weekday: number; nth: number };

/** Reads `L`, `5L` and `5#3`, refuses `W` by name, and leaves everything else (undefined) to the plain reader. */
export function readSpecialDay(part: string, spec: FieldSpec): SpecialDay | Refused | undefined {
  if (spec.name === 'day of month') return readMonthDay(part);
  if (spec.name === 'weekday') return readWeekday(part, spec);
  if (/^\d*[lw]$/i.test(part) || part.includes('#')) {
    return { kind: 'refused', reason: `${spec.name}: "${part}" is only allowed in the day fields` };
  }
  return undefined;
}

function readMonthDay(part: string): SpecialDay | Refused | undefined {
  if (/^l$/i.test(part)) return { kind: 'last-day' };
  if (/^(\d+w|w|lw|wl|l-\d+w)$/i.test(part)) {
    const reason = `day of month: ${part.toUpperCase()} (nearest working day) is not supported`;
    return { kind: 'refused', reason, hint: 'use weekdays, or exclude the days that must not run' };
  }
  if (/^l-\d+$/i.test(part)) {
    const reason = `day of month: ${part.toUpperCase()} (days before the last) is not supported`;
    return { kind: 'refused', reason, hint: 'use L for the last day, or list the days' };
  }
  if (/^\d+l$/i.test(part) || part.includes('#')) {
    return { kind: 'refused', reason: `day of month: "${part}" belongs in the weekday field` };
  }
  return undefined;
}

function readWeekday(part: string, spec: FieldSpec): SpecialDay | Refused | undefined {
  if (/^(\d+w|lw)$/i.test(part)) {
    return { kind: 'refused', reason: `weekday: ${part.toUpperCase()} (nearest working day) is not supported` };
  }
  if (/^l$/i.test(part)) {
    const reason = 'weekday: L needs a weekday in front';
    return { kind: 'refused', reason, hint: '5L is the last Friday of the month' };
  }
  const nth = /^([^#]*)#(.*)$/.exec(part);
  if (nth !== null) return readNth(part, nth[1] ?? '', nth[2] ?? '', spec);
  const last = /^(\d+|[a-z]{3,})l$/i.exec(part);
  if (last === null || namedValue(part, spec) !== undefined) return undefined;
  const weekday = readOneWeekday(last[1] ?? '', spec);
  if (weekday === undefined) return notAWeekday(last[1] ?? '');
  return { kind: 'last-weekday', weekday };
}

function readNth(part: string, day: string, count: string, spec: FieldSpec): SpecialDay | Refused {
  const weekday = readOneWeekday(day, spec);
  if (weekday === undefined) return notAWeekday(day);
  if (!/^[1-5]$/.test(count)) {
    const reason = `weekday: "${part}" asks for number ${count === '' ? 'nothing' : count} in the month (1–5)`;
    return { kind: 'refused', reason };
  }
  return { kind: 'nth-weekday', weekday, nth: Number(count) };
}

function readOneWeekday(text: string, spec: FieldSpec): number | undefined {
  if (/^[0-7]$/.test(text)) return Number(text) % spec.cycle;
  return namedValue(text, spec);
}

function notAWeekday(text: string): Refused {
  return { kind: 'refused', reason: `weekday: "${text}" is not a weekday (0–7 or a name)` };
}
