import { ENGINE } from '../store/nouns/actor.ts';
import type { Store } from '../store/store.ts';
import type { ZonePlan } from '../store/zone-plans.ts';
import type { Core } from './core.ts';
import { planAnew } from './rules/replan.ts';
import { jitterMs, type Schedule } from './rules/schedule/index.ts';

/** A few ms of one transaction. */
const SLICE = 500;

/** Zones that no change of the rules has ever touched. */
const FIXED_ZONES: ReadonlySet<string> = new Set(['UTC', 'Etc/UTC', 'Etc/GMT', 'GMT']);

/** S-10. Another edition of the time-zone database: every job that was planned by the old one is planned anew, and it is said. */
export function replanZones({ options, emit }: Core): void {
  const { store, host, clock } = options;
  const { zoneData } = host;
  const before = store.zonePlans.edition();
  if (zoneData === undefined || zoneData === before) return;
  let moved = 0;
  let after = '';
  for (;;) {
    const plans = store.zonePlans.page(after, SLICE);
    store.writeQuietly(() => {
      for (const plan of plans) moved += replan(store, plan) ? 1 : 0;
    });
    const last = plans.at(-1);
    if (last === undefined || plans.length < SLICE) break;
    after = last.id;
  }
  store.write(() => {
    store.zonePlans.setEdition(zoneData);
    if (before !== undefined) noteChange(store, { from: before, to: zoneData, moved }, clock.now());
  });
  if (before !== undefined) emit({ kind: 'zones-changed', from: before, to: zoneData, moved });
}

/** True when its next fire is at another time now. */
function replan(store: Store, plan: ZonePlan): boolean {
  const { id, expression, zone, dst, nextSlotAt, jitterS } = plan;
  if (FIXED_ZONES.has(zone)) return false;
  const schedule: Schedule = { kind: 'cron', expression, zone, dst, seed: id };
  const notBefore = Math.max(plan.updatedAt, (plan.backingOffUntil ?? 0) - 1);
  // What was decided is asked only where the plan does not stand, which is rare.
  if (planAnew(schedule, { nextSlotAt, notBefore }) === undefined) return false;
  const [newest] = store.slots.list(id, 1);
  const decided = newest === undefined ? {} : { decidedAt: newest.lastSlotAt };
  const slotAt = planAnew(schedule, { nextSlotAt, notBefore, ...decided });
  store.zonePlans.move(
    id,
    slotAt === undefined ? undefined : { slotAt, dueAt: slotAt + jitterMs(id, slotAt, jitterS) },
  );
  return true;
}

function noteChange(store: Store, change: { from: string; to: string; moved: number }, now: number): void {
  const subject = { subjectKind: 'engine', subjectId: 'zones', subjectName: `time zones ${change.to}` } as const;
  store.audit.add({ actor: ENGINE, action: 'zones.changed', ...subject, detail: change }, now);
}
