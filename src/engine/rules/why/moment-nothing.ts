import { TRIGGERS, triggerOf } from '../children.ts';
import { counted } from '../counted.ts';
import { type InstantExplained, slotBefore } from '../schedule/index.ts';
import { traceClause } from './moment-trace.ts';
import { type MomentSaid, type MomentView, nameOf, scheduleThen, withReason } from './moment-view.ts';
import { endText } from './run.ts';
import { clockIn, clockText } from './words.ts';

/** A moment of which there is no trace: there was no fire time, or something tells why it has none. */
export function withoutTrace(view: MomentView): MomentSaid {
  return (
    wasOff(view) ??
    (view.explained === undefined
      ? hasNoTimes(view)
      : (unseen(view, view.explained) ?? neighbours(view, view.explained)))
  );
}

/** A wall time that never came: what stands on record at its instant belongs to the time that was shown instead. */
export function skippedByClocks(view: MomentView): MomentSaid {
  const { explained, asked, jobZone, schedule } = view;
  if (explained === undefined || explained.kind === 'gap' || explained.kind === 'no-fire') return withoutTrace(view);
  const after = 'slot' in explained ? explained.slot.at : asked.from;
  const before = slotBefore(schedule, after)?.at;
  const around = aroundText(view, before, after);
  const text = `${nameOf(view)} does not fire at ${asked.text}: the clocks of ${jobZone} skip this time, and its schedule (${scheduleThen(view)}) goes by the clocks; ${around}`;
  return { code: 'dst-gap', text, ...withReason('dst-gap', view) };
}

/** By the last switch and the last edit until then, whichever came later; an engine switches off as well. */
function wasOff(view: MomentView): MomentSaid | undefined {
  const { record, moment, asked } = view;
  const { job } = record;
  const name = nameOf(view);
  const { switched, then } = moment;
  if (!job.enabled && job.disabledAt !== undefined && job.disabledAt < asked.until) {
    const because = job.disabledBecause === undefined ? '' : `: ${job.disabledBecause}`;
    return {
      code: 'off',
      text: `${name} was off at ${asked.text}, since ${clockText(job.disabledAt, view)}${because}`,
      ...withReason('disabled', view),
    };
  }
  const edited = then === undefined || (switched !== undefined && switched.at >= then.at) ? undefined : then;
  const isOff =
    edited === undefined ? switched !== undefined && switched.action !== 'job.enable' : !edited.definition.enabled;
  const by = edited?.by ?? switched?.actor;
  const at = edited?.at ?? switched?.at;
  if (!isOff || by === undefined || at === undefined) return undefined;
  const text = `${name} was off at ${asked.text}, since ${clockText(at, view)} by ${by.name}; it is ${job.enabled ? 'on again' : 'off still'}`;
  return { code: 'off', text, ...withReason('disabled', view) };
}

/** Children, and jobs that run by hand or at the start of the machine. */
function hasNoTimes(view: MomentView): MomentSaid {
  const { definition, moment, asked, record } = view;
  const name = nameOf(view);
  if (definition.parent_id === undefined) {
    const how =
      view.schedule.kind === 'reboot' ? 'it runs when the machine starts' : 'it has no schedule and runs by hand';
    return { code: 'by-hand', text: `${name} did not run at ${asked.text}: ${how}` };
  }
  const { parentRun, said } = moment;
  const parent = record.parent?.name ?? 'its parent';
  const waits = `it runs after ${parent} (${TRIGGERS[triggerOf({ definition })]})`;
  if (parentRun === undefined)
    return { code: 'after-parent', text: `${name} did not run at ${asked.text}: ${waits}, which had not run before` };
  const run = `run ${parentRun.id} of ${parent} was its last until then: ${endText(view, parentRun)}`;
  if (parentRun.finishedAt === undefined || parentRun.finishedAt >= asked.until) {
    return {
      code: 'after-parent',
      text: `${name} did not run at ${asked.text}: ${waits}, and run ${parentRun.id} of ${parent} had not ended (${endText(view, parentRun)})`,
    };
  }
  if (
    said?.verdict === 'drop' &&
    said.reason !== undefined &&
    said.lastAt >= parentRun.finishedAt &&
    said.firstAt < asked.until
  ) {
    return {
      code: 'after-parent',
      text: `${name} did not run at ${asked.text}: ${said.detail}`,
      ...withReason(said.reason, view),
    };
  }
  return { code: 'after-parent', text: `${name} did not run at ${asked.text}: ${waits}; ${run}` };
}

/** A fire time that nobody has looked at, that a back-off swallows, or whose record is gone. */
function unseen(view: MomentView, explained: InstantExplained): MomentSaid | undefined {
  if (explained.kind !== 'fires' && explained.kind !== 'excluded') return undefined;
  const { record, moment, now } = view;
  const { job } = record;
  const { at } = explained.slot;
  const name = nameOf(view);
  const fire = clockIn(at, view.jobZone, view);
  if (
    job.backingOffFrom !== undefined &&
    at >= job.backingOffFrom &&
    at < (job.nextSlotAt ?? Number.POSITIVE_INFINITY)
  ) {
    const text = `${name} did not run at ${fire}: it backs off after ${counted(job.consecutiveErrors, 'failure')} in a row, until ${clockText(job.backingOffUntil ?? now, view)}`;
    return { code: 'backing-off', text, ...withReason('backing-off', view) };
  }
  if (job.nextSlotAt !== undefined && at >= job.nextSlotAt) {
    if (view.engine === 'none')
      return {
        code: 'not-looked-at',
        text: `${name} did not run at ${fire}: no engine has looked at it, and none runs on this database`,
        ...withReason('no-engine', view),
      };
    return { code: 'not-looked-at', text: `${name} is due for ${fire}; the engine has not looked at it yet` };
  }
  if (moment.oldestSlotAt === undefined || at < moment.oldestSlotAt) {
    const begins =
      moment.oldestSlotAt === undefined
        ? 'nothing of it is on record any more'
        : `the record of its fire times begins at ${clockText(moment.oldestSlotAt, view)}`;
    return {
      code: 'record-removed',
      text: `${fire} is a fire time of ${name}, but ${begins}; what is older was removed (retention)`,
    };
  }
  return {
    code: 'no-record',
    text: `${fire} is a fire time of ${name} by its schedule (${scheduleThen(view)}), and no trace of it was kept`,
  };
}

/** There was no fire time: what the clocks did to it, or which ones were around it. */
export function neighbours(view: MomentView, explained: InstantExplained): MomentSaid {
  const { asked, jobZone } = view;
  const name = nameOf(view);
  const clocks = (at: number): string => clockIn(at, jobZone, view);
  switch (explained.kind) {
    case 'gap': {
      const { gap, slot, wall } = explained;
      const jump = `the clocks of ${jobZone} go from ${timeOf(gap.from)} to ${timeOf(gap.to)} and skip ${wall.replace('T', ' ')}`;
      if (slot === undefined) {
        const text = `${name} has no such time: ${jump}, and its schedule (${scheduleThen(view)}) does not make up for it`;
        return { code: 'dst-gap', text, ...withReason('dst-gap', view) };
      }
      const shifted = `it is shifted to ${clocks(slot.at)}${traceClause(view, slot.at)}`;
      return { code: 'gap-shifted', reason: 'dst-gap', text: `${name} has no such time: ${jump}; ${shifted}` };
    }
    case 'repeated':
      return {
        code: 'repeated-hour',
        text: `${name} does not fire at ${asked.text} again: the clocks of ${jobZone} show this time twice, and it fires in the first pass only, ${clocks(explained.first.at)}${traceClause(view, explained.first.at)}`,
      };
    case 'fires':
    case 'excluded':
    case 'no-fire': {
      const before = 'before' in explained ? explained.before?.at : undefined;
      const after = 'after' in explained ? explained.after?.at : undefined;
      const around = aroundText(view, before, after);
      return {
        code: 'not-scheduled',
        text: `no ${asked.text} in the schedule of ${name} (${scheduleThen(view)}); ${around}`,
        ...(before === undefined ? {} : { beforeAt: before }),
        ...(after === undefined ? {} : { afterAt: after }),
      };
    }
  }
}

function aroundText(view: MomentView, before: number | undefined, after: number | undefined): string {
  const clocks = (at: number): string =>
    clockIn(at, view.jobZone, view) + (at <= view.now ? traceClause(view, at) : '');
  const earlier = before === undefined ? [] : [`the fire time before is ${clocks(before)}`];
  return [...earlier, after === undefined ? 'none comes after' : `the one after is ${clocks(after)}`].join('; ');
}

const timeOf = (wall: string): string => wall.slice(wall.indexOf('T') + 1);
