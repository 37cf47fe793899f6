import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';
import { afterEach, expect, test } from 'vitest';
// biome-ignore lint/correctness/useImportExtensions: its types stand beside it
import { commandsTogether } from '../../scripts/commands-together.mjs';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

const built = async (files: Record<string, string>): Promise<string[]> => {
  const root = mkdtempSync(join(tmpdir(), 'openclaw-tui-build-'));
  folders.push(root);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
  const { outputFiles } = await build({
    entryPoints: { main: join(root, 'bin/main.ts') },
    absWorkingDir: root,
    outdir: 'dist',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    plugins: [commandsTogether],
    write: false,
    logLevel: 'silent',
  });
  return outputFiles.map(({ text }) => text);
};

const PROGRAM = {
  'bin/main.ts': `import { actions } from './commands/jobs.ts'; import './commands/runs.ts'; console.log(actions);`,
  'bin/commands/jobs.ts': `export const actions = [() => import('./jobs/add.ts').then((module) => module.addJob),
    () => import('./jobs/list.ts').then((module) => module.listJobs), () => import('./console.ts')];`,
  'bin/commands/runs.ts': `export const list = () => import('./runs/list.ts').then((module) => module.listRuns); console.log(list);`,
  'bin/commands/console.ts': `export const start = () => Promise.all([import('../console/run.ts'), import('../console/plain.ts')]);`,
  'bin/commands/jobs/add.ts': `export function addJob() { return 'adds'; }`,
  'bin/commands/jobs/list.ts': `export const listJobs = () => 'lists jobs';`,
  'bin/commands/runs/list.ts': `export async function listRuns() { return 'lists runs'; }`,
  'bin/console/run.ts': `export const run = () => 'draws';`,
  'bin/console/plain.ts': `export const plain = () => 'writes';`,
};

test('what the commands do is one chunk, the screens are another, and each is loaded when it is needed', async () => {
  const chunks = await built(PROGRAM);
  const withText = (text: string): string[] => chunks.filter((chunk) => chunk.includes(text));
  const [[commands], [screens]] = [withText('lists jobs'), withText('draws')];
  expect(['adds', 'lists runs'].flatMap(withText)).toEqual([commands, commands]);
  expect(withText('writes')).toEqual([screens]);
  expect(commands).not.toBe(screens);
  expect(withText('console.log(actions)')).not.toEqual([commands]);
});

test('two commands that export the same name end the build: neither would be there', async () => {
  const twice = { ...PROGRAM, 'bin/commands/runs/list.ts': `export function listJobs() {}` };
  await expect(built(twice)).rejects.toThrow('listJobs is exported by ./jobs/list.ts and by ./runs/list.ts');
});
