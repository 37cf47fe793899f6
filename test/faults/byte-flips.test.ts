import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openStore } from '../../src/store/store.ts';
import { StoreError } from '../../src/store/store-error.ts';
import { createRandom } from '../simulation/random.ts';
import { createWorld } from '../support/world.ts';

const CASES = Number(process.env.FLIP_CASES ?? 40);
const FLIPS_MAX = 12;
const TROUBLE = /^SQLITE_(CORRUPT|NOTADB|IOERR|CANTOPEN|ERROR|CONSTRAINT|MISMATCH|READONLY)/;

test(`R-8 ${CASES} damaged databases and logs are refused in one line or work, and no refused file is changed`, async () => {
  const world = createWorld();
  for (let index = 0; index < 6; index += 1) await world.finish(await world.run(world.addJob({ name: `n${index}` })));
  const random = createRandom(8);
  const answers = { refused: 0, worked: 0, failed: 0 };
  for (let index = 0; index < CASES; index += 1) {
    const folder = join(world.directory, `flipped-${index}`);
    mkdirSync(folder);
    const path = join(folder, 'openclaw.db');
    copyFileSync(world.path, path);
    copyFileSync(`${world.path}-wal`, `${path}-wal`);
    const damaged = random.one([path, `${path}-wal`]);
    const bytes = readFileSync(damaged);
    for (let flips = 1 + random.below(FLIPS_MAX); flips > 0; flips -= 1) {
      const at = random.below(bytes.length);
      bytes[at] = (bytes[at] ?? 0) ^ (1 + random.below(255));
    }
    writeFileSync(damaged, bytes);
    const before = readFileSync(path);
    const answer = open(path);
    answers[answer.kind] += 1;
    if (answer.kind !== 'refused') continue;
    expect(answer.line).not.toMatch(/[\n\r]/);
    expect(readFileSync(path).equals(before)).toBe(true);
  }
  expect(answers.worked).toBeGreaterThan(0);
}, 120_000);

type Answer = { kind: 'refused'; line: string } | { kind: 'worked' | 'failed' };

/** `failed`: SQLite noticed it later, in what a running engine takes for a damaged database. */
function open(path: string): Answer {
  let store: ReturnType<typeof openStore>;
  try {
    store = openStore({ path, role: 'engine' });
  } catch (error) {
    if (error instanceof StoreError) return { kind: 'refused', line: error.message };
    throw error;
  }
  try {
    store.runs.active();
    store.write(() => store.dispatches.unblockAll());
    store.dispatches.earliest();
    return { kind: 'worked' };
  } catch (error) {
    if (TROUBLE.test(String((error as { code?: unknown }).code))) return { kind: 'failed' };
    throw error;
  } finally {
    store.close();
  }
}
