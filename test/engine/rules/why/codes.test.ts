import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { NEXT_STATES, STATES } from '../../../../src/engine/rules/why/facts.ts';
import { MOMENTS } from '../../../../src/engine/rules/why/moment-view.ts';

test('every code that why can answer with stands in the documentation of the command line', () => {
  const text = readFileSync('docs/cli.md', 'utf8');
  for (const code of [...STATES, ...NEXT_STATES, ...MOMENTS]) expect(text).toContain(`\`${code}\``);
});
