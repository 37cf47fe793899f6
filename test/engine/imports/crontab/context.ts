import { readFileSync } from 'node:fs';
import type { CrontabPlan, ImportItem, PlanContext } from '../../../../src/engine/imports/crontab/plan.ts';
import { planCrontab } from '../../../../src/engine/imports/crontab/plan.ts';
import { checkCron, isZone } from '../../../../src/engine/rules/schedule/index.ts';

export type JobItem = Extract<ImportItem, { kind: 'job' }>;

/** A machine in Paris, with the engine's own rules for zones and schedules. */
export const aContext = (changes: Partial<PlanContext> = {}): PlanContext => ({
  source: 'crontab of jo',
  machineZone: 'Europe/Paris',
  user: 'jo',
  home: '/home/jo',
  isKnownZone: isZone,
  checkCron: (expression, zone, seed) => checkCron(expression, zone, seed),
  ...changes,
});

export const fixture = (name: string): string =>
  readFileSync(new URL(`../../../fixtures/crontabs/${name}.crontab`, import.meta.url), 'utf8');

export const planOf = (text: string, changes: Partial<PlanContext> = {}): CrontabPlan =>
  planCrontab(text, aContext(changes));

export const jobsOf = (plan: CrontabPlan): JobItem[] => plan.items.filter((item) => item.kind === 'job');

export const refusalsOf = (plan: CrontabPlan): [line: number, reason: string][] =>
  plan.items.flatMap((item) => (item.kind === 'refused' ? [[item.line, item.reason] as [number, string]] : []));

export function onlyJob(text: string, changes: Partial<PlanContext> = {}): JobItem {
  const [job] = jobsOf(planOf(text, changes));
  if (job === undefined) throw new Error(`no job in ${JSON.stringify(text)}`);
  return job;
}
