import { readFileSync } from 'node:fs';
import type { CrontabPlan, ImportItem, PlanContext } from '../../../../src/engine/imports/crontab/plan.ts';
import { planCrontab } from '../../../../src/engine/imports/crontab/plan.ts';

export type JobItem = Extract<ImportItem, { kind: 'job' }>;

/** A context whose schedule check refuses two kinds of expressions and otherwise asks nothing. */
export const aContext = (changes: Partial<PlanContext> = {}): PlanContext => ({
  source: 'crontab of jo',
  machineZone: 'Europe/Paris',
  user: 'jo',
  home: '/home/jo',
  isKnownZone: (zone) => zone !== 'Mars/Olympus',
  checkCron(expression) {
    if (expression === '0 0 31 2 *') return { kind: 'refused', reason: 'it can never fire' };
    if (!/^(@\w+|[\d*H]\S* \S+ \S+ \S+ [\w*,#-]+)$/.test(expression) || /61|echo/.test(expression)) {
      return { kind: 'refused', reason: `"${expression}" is no schedule` };
    }
    return { kind: 'ok', notes: [] };
  },
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
