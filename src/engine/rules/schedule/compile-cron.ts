import { cronKeyword } from './cron-keyword.ts';
import { isSeeded, remember } from './parsed-field.ts';
import { type CronFields, readCron } from './read-cron.ts';

export const CRON_CACHE_MAX = 16_384;

type Compiled = { kind: 'cron'; cron: CronFields } | { kind: 'by-hand' } | { kind: 'seeded' };

const byExpression = new Map<string, Compiled>();
const bySeed = new Map<string, CronFields>();

/** Undefined for `@reboot` and `@manual`, which no clock starts; throws for what `checkCron` refuses. */
export function compileCron(expression: string, seed: string): CronFields | undefined {
  let known = byExpression.get(expression);
  if (known === undefined) {
    known = compile(expression, seed);
    remember(byExpression, expression, known, CRON_CACHE_MAX);
  }
  if (known.kind === 'cron') return known.cron;
  if (known.kind === 'by-hand') return undefined;
  const key = `${expression}\n${seed}`;
  let cron = bySeed.get(key);
  if (cron === undefined) {
    cron = compileFields(expression, seed);
    remember(bySeed, key, cron, CRON_CACHE_MAX);
  }
  return cron;
}

function compile(expression: string, seed: string): Compiled {
  const keyword = cronKeyword(expression);
  if (keyword.kind !== 'expression') return { kind: 'by-hand' };
  if (isSeeded(keyword.expression)) return { kind: 'seeded' };
  return { kind: 'cron', cron: compileFields(keyword.expression, seed) };
}

function compileFields(expression: string, seed: string): CronFields {
  const reading = readCron(expression, seed);
  if (reading.kind === 'refused') throw new Error(`a schedule was stored unchecked: ${reading.reason}`);
  return reading.fields;
}
