import { expect, test } from 'vitest';
import { plainOf, widthOfLine } from '../../../src/ui/layout/line.ts';
import { ownRows } from '../../../src/ui/sheets/own-run.ts';
import { aDefinition } from '../../support/builders.ts';
import { aJob } from '../scenes/builders.ts';
import { aScene, aView, DATA } from '../scenes.ts';

const SCENE = aScene(aView(60, 16, 'jobs'), DATA);
/** Inside a sheet at 60 columns. */
const WIDTH = 58;

test('a folder or a source that is longer than a row goes on in the next: nothing of what would run is cut', () => {
  const path = `/srv/${'deep/'.repeat(30)}end`;
  const env = { TOKEN: { from_file: path } };
  const base = aDefinition({ name: 'etl', payload_message: 'etl.sh', cwd: path, env });
  const content = { detail: { kind: 'job', job: aJob('etl', { definition: base }) }, own: { base } } as const;
  const rows = ownRows({ content }, [], SCENE, WIDTH);
  const text = rows.map((row) => plainOf(row).slice(9).replaceAll(' ', '')).join('');
  expect(text).toContain(`cwd${path}user`);
  expect(text).toContain(`TOKENfromfile${path}`);
  for (const row of rows) expect(widthOfLine(row)).toBeLessThan(WIDTH);
});
