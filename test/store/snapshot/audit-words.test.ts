import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { auditText } from '../../../src/store/snapshot/audit-words.ts';
import { ANCHOR } from '../../../src/store/upkeep/audit.ts';

const engine = new URL('../../../src/engine', import.meta.url).pathname;
const source = readdirSync(engine, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => readFileSync(join(engine, name), 'utf8'))
  .join('\n');

const written = [...source.matchAll(/'((?:job|run|dispatch|pause|pool|key)\.[a-z]+)'/g)].map((match) => match[1] ?? '');

test('every action that is written has words', () => {
  expect(new Set(written).size).toBeGreaterThan(10);
  const answers = ['approval.approved', 'approval.rejected', 'alert.acknowledged', 'alert.reopened'];
  for (const action of [...written, ...answers, ANCHOR.action])
    expect(auditText(action, 'etl'), action).not.toContain(action);
});

test('they make a sentence with who did it', () => {
  expect(`ana ${auditText('job.add', 'etl')}`).toBe('ana added job etl');
  expect(`ana ${auditText('approval.approved', 'deploy-web')}`).toBe('ana approved deploy-web');
  // Whether it ran is not known yet: it may wait, be refused or need an approval.
  expect(`ana ${auditText('job.run', 'etl')}`).toBe('ana asked to run etl');
  expect(auditText('new.kind', 'x')).toBe('new.kind x');
});
