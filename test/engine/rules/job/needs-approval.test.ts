import { expect, test } from 'vitest';
import { needsApproval } from '../../../../src/engine/rules/job/needs-approval.ts';

test.each([
  [false, 'all', 'chain', false],
  [false, 'chain', 'chain', false],
  [true, 'chain', 'chain', true],
  [true, 'chain', 'schedule', false],
  [true, 'chain', 'manual', false],
  [true, 'chain', 'retry', false],
  [true, 'all', 'chain', true],
  [true, 'all', 'schedule', true],
  [true, 'all', 'manual', true],
  [true, 'all', 'retry', true],
] as const)('D-05 required %s with scope %s on cause %s: asked %s', (required, scope, cause, asked) => {
  expect(needsApproval({ approval_required: required, approval_scope: scope }, cause)).toBe(asked);
});
