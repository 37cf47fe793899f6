import type { Commands } from '../../src/engine/commands.ts';
import type { ImportItem } from '../../src/engine/imports/crontab/plan.ts';
import { readUserCrontab } from '../../src/engine/ports/crontab-source.ts';
import type { Host } from '../../src/engine/ports/host.ts';
import type { Actor } from '../../src/store/nouns/actor.ts';
import type { CrontabItem, CrontabOffer } from '../../src/ui/console-options.ts';
import { CRON_RUNS_IT, planFor, userCrontabName } from '../crontab-plan.ts';

/** What the first start offers: the lines of this user's crontab that could be jobs here. */
export function crontabOffer(host: Host, commands: Commands, actor: Actor): CrontabOffer | undefined {
  const reading = readUserCrontab(host.env);
  if (reading.kind !== 'found') return undefined;
  const plan = planFor(host, { name: userCrontabName(host), text: reading.text });
  const jobs = plan.items.filter((item) => item.kind === 'job');
  if (plan.items.length === 0) return undefined;
  return {
    user: host.user,
    lines: jobs.length,
    items: plan.items.map(offered),
    importPaused() {
      const result = commands.importJobs(jobs, {
        actor,
        machineZone: host.timeZone,
        enabled: false,
        disabledBecause: CRON_RUNS_IT,
      });
      if (result.kind !== 'done') return { kind: 'failed', message: result.message };
      const { added, unchanged, refused } = result.value;
      return { kind: 'done', added: added.length, unchanged: unchanged.length, refused: refused.length };
    },
  };
}

function offered(item: ImportItem): CrontabItem {
  if (item.kind === 'refused') return { kind: 'refused', line: item.line, text: item.raw, because: item.reason };
  const { name, schedule_cron: schedule, payload_message: command } = item.job;
  return {
    kind: 'fits',
    line: item.line,
    name: String(name),
    schedule: String(schedule),
    command: String(command),
    notes: item.notes,
  };
}
