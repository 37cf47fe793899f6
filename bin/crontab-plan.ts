import { asBeforeMoves, movedLines } from '../src/engine/imports/crontab/moved-line.ts';
import { type CrontabPlan, type ImportItem, planCrontab } from '../src/engine/imports/crontab/plan.ts';
import type { Host } from '../src/engine/ports/host.ts';
import { checkCron, isZone } from '../src/engine/rules/schedule/index.ts';

/** Why imported jobs arrive paused. */
export const CRON_RUNS_IT = 'cron runs it';

/** The name is part of every imported line's identity. */
export type CrontabText = { name: string; text: string };

/** Names this user's own crontab, the same for every way it is imported. */
export const userCrontabName = (host: Host): string => `crontab of ${host.user}`;

/** What becomes what on this machine, and what cannot. A line that a job has taken over is still that line. */
export function planFor(host: Host, source: CrontabText, form: 'user' | 'system' = 'user'): CrontabPlan {
  const moved = movedLines(source.text);
  const plan = planCrontab(asBeforeMoves(source.text), {
    source: source.name,
    form,
    machineZone: host.timeZone,
    user: host.user,
    home: host.homeDir,
    isKnownZone: isZone,
    checkCron: (expression, zone, seed) => checkCron(expression, zone, seed),
  });
  return { ...plan, items: plan.items.map((item) => (moved.has(item.line) ? withNote(item) : item)) };
}

const withNote = (item: ImportItem): ImportItem =>
  item.kind === 'job' ? { ...item, notes: [...item.notes, 'commented out in the crontab: a job has it'] } : item;
