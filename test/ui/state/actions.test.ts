import { expect, test } from 'vitest';
import { ENGINE_ACTIONS } from '../../../src/ui/state/actions/engine.ts';
import { whyOff } from '../../../src/ui/state/actions/press.ts';
import { actionOf } from '../../../src/ui/state/actions/table.ts';
import type { ScreenData, View } from '../../../src/ui/state/view.ts';
import { aDueRow, aJob, aLiveRun, at, page } from '../scenes/builders.ts';
import { aView, DATA } from '../scenes.ts';
import { aScreen } from './world.ts';

function off(key: string, view: View, data: ScreenData): string | undefined {
  const action = actionOf(key);
  return action === undefined ? 'no action' : whyOff(view, action, key, { data, readOnly: false, engineHere: true });
}

test('a job that is on cannot be enabled, one that is off not disabled', () => {
  const data = (enabled: boolean) => {
    const row = aDueRow('etl', at('14:40:00'), '@daily', { enabled });
    return { ...DATA, lists: { ...DATA.lists, 'jobs.all': page([row]) } };
  };
  const view = aView(80, 24, 'jobs');
  expect(off('E', view, data(true))).toBe('E enables a job; this one is on');
  expect(off('E', view, data(false))).toBeUndefined();
  expect(off('d', view, data(false))).toBe('d disables a job; this one is off');
  expect(off('d', view, data(true))).toBeUndefined();
});

test('of a run the detail says whether its job is on', () => {
  const rows = page([aLiveRun(7, 'etl', at('14:30:00'))]);
  const detail = {
    target: { kind: 'job' as const, jobId: 'job-etl' },
    detail: { kind: 'job' as const, job: aJob('etl') },
  };
  const data = { ...DATA, lists: { ...DATA.lists, 'runs.now': rows }, detail };
  expect(off('E', aView(80, 24, 'runs'), data)).toBe('E enables a job; this one is on');
});

test.each([
  ['with the engine elsewhere it suspends', { engineHere: false }, [{ kind: 'suspend' }], undefined],
  ['with the engine here it asks as q does', {}, [{ kind: 'open-sheet' }, { kind: 'drop-pending' }], undefined],
  ['read-only it is off', { readOnly: true, engineHere: false }, [], 'read-only: Ctrl-Z is off'],
] as const)('Ctrl-Z: %s', (_what, context, effects, message) => {
  const screen = aScreen({ context });
  screen.key('Ctrl-Z');
  expect(screen.effects).toMatchObject(effects);
  expect(screen.effects).toHaveLength(effects.length);
  expect(screen.view().message?.text).toBe(message);
});

test.each([
  [{ engineHere: true }, 'the engine runs here already'],
  [{ engineHere: false }, undefined],
  [{ engineHere: false, engineStaysOut: true }, 'with --attach no engine runs in this console'],
])('%j: taking the engine over is off where it would be refused', (around, because) => {
  const action = ENGINE_ACTIONS.find(({ id }) => id === 'take-over');
  if (action === undefined) throw new Error('no such action');
  expect(whyOff(aView(80, 24, 'runs'), action, '', { data: DATA, readOnly: false, ...around })).toBe(because);
});
