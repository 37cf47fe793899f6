import { checkCron, isZone } from '../../rules/schedule/index.ts';
import { dateText } from '../../rules/why/words.ts';

type Fields = Readonly<Record<string, unknown>>;
type Schedule = { job: Record<string, unknown>; notes: string[] } | { refused: string };

const JITTER_MAX_S = 86_400;

/** Its schedule in the fields of a job; without a zone it is read in the one of this machine, as OpenClaw does. */
export function scheduleFields(schedule: Fields, { machineZone, now }: { machineZone: string; now: number }): Schedule {
  switch (schedule.kind) {
    case 'cron':
      return cronFields(schedule, machineZone);
    case 'every':
      return everyFields(schedule);
    case 'at':
      return atFields(schedule, machineZone, now);
    default:
      return { refused: `a schedule of the kind ${JSON.stringify(schedule.kind ?? null)} has no counterpart here` };
  }
}

function cronFields(schedule: Fields, machineZone: string): Schedule {
  const expression = typeof schedule.expr === 'string' ? schedule.expr : '';
  const zone = typeof schedule.tz === 'string' && schedule.tz !== '' ? schedule.tz : machineZone;
  if (!isZone(zone)) return { refused: `${zone} is no time zone this machine knows` };
  const check = checkCron(expression, zone, '');
  if (check.kind === 'refused') return { refused: `its expression ${JSON.stringify(expression)}: ${check.reason}` };
  const stagger = typeof schedule.staggerMs === 'number' ? Math.round(schedule.staggerMs / 1_000) : 0;
  return {
    job: {
      schedule_cron: expression,
      schedule_tz: zone,
      ...(stagger > 0 ? { jitter_s: Math.min(JITTER_MAX_S, stagger) } : {}),
    },
    notes: check.notes,
  };
}

function everyFields(schedule: Fields): Schedule {
  const everyMs = schedule.everyMs;
  if (typeof everyMs !== 'number' || !(everyMs >= 1_000)) return { refused: 'its interval is shorter than a second' };
  const anchor = typeof schedule.anchorMs === 'number' && schedule.anchorMs >= 0 ? schedule.anchorMs : undefined;
  return {
    job: {
      schedule_every_ms: Math.round(everyMs),
      ...(anchor === undefined ? {} : { schedule_anchor_at: new Date(anchor).toISOString() }),
    },
    notes: [],
  };
}

function atFields(schedule: Fields, machineZone: string, now: number): Schedule {
  const at = typeof schedule.atMs === 'number' ? schedule.atMs : Date.parse(String(schedule.at));
  if (!Number.isFinite(at)) return { refused: 'its time cannot be read' };
  if (at < now) return { refused: `its time is past: ${dateText(at, machineZone)} ${machineZone}` };
  return { job: { schedule_at: new Date(at).toISOString() }, notes: [] };
}
