import { expect, test } from 'vitest';
import { fromFact, whereFact, yesFact } from '../../../src/ui/detail/approval-facts.ts';
import { roomOf } from '../../../src/ui/detail/labelled.ts';
import { type Line, plainOf, widthOfLine } from '../../../src/ui/layout/line.ts';
import { deployDetail } from '../scenes/approvals.ts';
import { aScene, aView, DATA } from '../scenes.ts';

const SCENE = aScene(aView(60, 16, 'approvals'), DATA);
/** Inside a sheet at 60 columns. */
const WIDTH = 58;

const textOf = (lines: Line[]): string[] => lines.map((line) => plainOf(line).trimEnd());
const source = deployDetail.source;
if (source === undefined) throw new Error('the picture has a run that asked');
const askedBy = (jobName: string) => ({ ...deployDetail, source: { ...source, run: { ...source.run, jobName } } });

test.each([
  [78, 'build-web', 'run 8809 build-web  ✓ ok in 3m41s, ended 14:19:27'],
  [58, 'build-web-two', 'run 8809 build-web-two  ✓ ok in 3m41s, 14:19:27'],
  [58, 'publish-release-candidate-notes', 'run 8809 publish…-notes  ✓ ok in 3m41s, 14:19:27'],
])('inside %i columns the run that asked is one row that ends before the frame: %s', (width, jobName, shown) => {
  const [first = []] = fromFact(askedBy(jobName), SCENE, width);
  expect(plainOf(first)).toBe(` FROM    ${shown}`);
  expect(widthOfLine(first)).toBeLessThan(width);
});

test('a folder that is longer than a row goes on in the next, and nothing of it is cut', () => {
  const cwd = `/srv/${'deep/'.repeat(20)}end`;
  const subject = { ...deployDetail.approval.subject, cwd };
  const rows = whereFact({ ...deployDetail, approval: { ...deployDetail.approval, subject } }, SCENE, WIDTH, 'whole');
  expect(
    textOf(rows)
      .map((row) => row.slice(9).trim())
      .join('')
      .replaceAll(' ', ''),
  ).toContain(cwd);
  for (const row of rows) expect(widthOfLine(row)).toBeLessThanOrEqual(WIDTH - 1);
});

test('what follows from a yes is whole, however many jobs it is', () => {
  const children = ['smoke-web', 'notify-release', 'warm-the-caches'].map((name) => ({ name, on: 'success' }));
  const detail = { ...deployDetail, job: { ...deployDetail.job, children } };
  const rows = yesFact(detail, 'starts at once: slot free, pool web free', WIDTH);
  expect(
    textOf(rows)
      .map((row) => row.trim())
      .join(' '),
  ).toContain('then smoke-web on success, notify-release on success, warm-the-caches on success');
  for (const row of rows) expect(widthOfLine(row)).toBeLessThanOrEqual(roomOf(WIDTH) + 9);
});
