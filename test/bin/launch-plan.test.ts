import { expect, test } from 'vitest';
import { planLaunch } from '../../bin/launch-plan.js';

const OWN = '/checkout/node_modules/node/bin/node';

test.each([
  ['v24.21.0', OWN, true, { kind: 'run' }],
  ['v22.12.0', undefined, true, { kind: 'run' }],
  ['v23.0.0', undefined, true, { kind: 'run' }],
  ['v22.11.0', OWN, true, { kind: 'hand-over', node: OWN }],
  ['v20.20.2', OWN, true, { kind: 'hand-over', node: OWN }],
  ['v12.22.0', OWN, false, { kind: 'hand-over', node: OWN }],
])('Node %s with its own Node at %s, built %s', (version, ownNode, isBuilt, expected) => {
  expect(planLaunch({ version, ownNode, isBuilt })).toEqual(expected);
});

test('an old Node without a newer one beside it is refused in one line that says what to do', () => {
  const plan = planLaunch({ version: 'v20.20.2', ownNode: undefined, isBuilt: true });
  expect(plan).toEqual({
    kind: 'refuse',
    line: 'openclaw-tui: needs Node 22.12 or newer, this is 20.20.2; install a newer one, or run npm ci in the checkout, which brings its own',
  });
});

test('a checkout that was not built says how to build it', () => {
  const plan = planLaunch({ version: 'v24.21.0', ownNode: OWN, isBuilt: false });
  expect(plan).toEqual({ kind: 'refuse', line: 'openclaw-tui: not built yet; run: npm run build' });
});
