import { isJobOn, type Selection, selectionOf } from '../selection.ts';
import type { Action } from './action.ts';

type OffBecause = NonNullable<Action['offBecause']>;

/** What most actions ask of the selection; each answers why it is not met. */
export const needsAnything: OffBecause = (view, data) =>
  selectionOf(view, data).kind === 'none' ? 'nothing is selected' : undefined;

export const needs =
  (kind: Selection['kind'], verb: string, thing: string): OffBecause =>
  (view, data) => {
    const selection = selectionOf(view, data);
    if (selection.kind === kind) return undefined;
    return missing(selection) ?? `${verb} ${thing}; this is ${wordOf(selection)}`;
  };

export const needsJob: OffBecause = (view, data) => {
  const selection = selectionOf(view, data);
  if (selection.jobId !== undefined) return undefined;
  return missing(selection) ?? `no job belongs to ${wordOf(selection)}`;
};

/** Off where it would change nothing; where nobody knows whether the job is on, the sheet will say. */
export const needsJobThatIs =
  (state: 'on' | 'off', verb: string): OffBecause =>
  (view, data, around) => {
    const on = isJobOn(view, data);
    const other = state === 'on' ? 'off' : 'on';
    if (on === undefined || on === (state === 'on')) return needsJob(view, data, around);
    return needsJob(view, data, around) ?? `${verb} a job; this one is ${other}`;
  };

export const needsAlert =
  (state: 'open' | 'acknowledged', verb: string, otherwise: string): OffBecause =>
  (view, data, around) => {
    const selection = selectionOf(view, data);
    if (selection.kind !== 'alert') return needs('alert', verb, 'an alert')(view, data, around);
    return selection.state === state ? undefined : otherwise;
  };

function missing(selection: Selection): string | undefined {
  if (selection.kind === 'none') return 'nothing is selected';
  return selection.kind === 'gone' ? `it is over: ${selection.text}` : undefined;
}

export const wordOf = (selection: Selection): string => {
  switch (selection.kind) {
    case 'job':
    case 'run':
      return `a ${selection.kind}`;
    case 'approval':
    case 'alert':
      return `an ${selection.kind}`;
    case 'queued':
      return 'a waiting dispatch';
    case 'past':
      return 'a run that is over';
    case 'gone':
      return 'something that is over';
    case 'activity':
      return 'a line of the record';
    case 'none':
      return 'nothing';
  }
};
