import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import { describe, expect, test } from 'vitest';
import { configSchema } from '../bin/config/config-schema.ts';
import { EXIT_CODES } from '../bin/failure.ts';
import { createProgram } from '../bin/program.ts';
import { KEPT_ONLY, withFieldTables } from '../scripts/job-field-table.ts';
import { parseJob } from '../src/engine/rules/job/index.ts';
import { FIELDS } from '../src/ui/filter/parse.ts';
import { numbersIn, writtenTitles } from './support/titles.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const DOCUMENTS = [
  'README.md',
  'ARCHITECTURE.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  ...filesBelow('docs').filter((path) => path.endsWith('.md')),
];

describe('the jobs page', () => {
  test('has the fields of the schema, with their defaults and rules', () => {
    expect(read('docs/jobs.md')).toBe(withFieldTables(read('docs/jobs.md')));
  });

  test('has examples that can be added as they stand, without a warning', () => {
    const examples = [...read('docs/jobs.md').matchAll(/```json\n([\s\S]*?)```/g)].map(([, text]) => text ?? '');
    expect(examples.length).toBeGreaterThanOrEqual(3);
    for (const example of examples) {
      const parsed = parseJob(JSON.parse(example), { now: 0, machineZone: 'UTC', allowPast: false });
      expect(parsed).toMatchObject({ kind: 'ok', warnings: [] });
    }
  });

  test('says of a field that it has no effect exactly while nothing acts on it', () => {
    const engine = filesBelow('src/engine').filter((path) => !/\/(imports|rules\/job)\//.test(path));
    const actingCode = engine.map(read).join('\n');
    const acting = [...KEPT_ONLY].filter((field) => new RegExp(`\\b${field}\\b`).test(actingCode));
    expect(acting).toEqual([]);
  });
});

describe('the page of the command line', () => {
  const page = read('docs/cli.md');
  const commands = leavesOf(createProgram(async () => {}));

  test.each(commands.map((command) => [fullName(command), command] as const))(
    'names %s and its options',
    (name, command) => {
      expect(page).toContain(`\`${name}`);
      const missing = command.options
        .map((option) => option.long ?? option.flags)
        .filter((flag) => !page.includes(flag));
      expect(missing).toEqual([]);
    },
  );

  test('names every exit code', () => {
    for (const code of Object.values(EXIT_CODES)) expect(page).toMatch(new RegExp(`^\\| ${code} \\|`, 'm'));
  });

  test('names every key of the configuration', () => {
    const configuration = page.slice(page.indexOf('## Configuration'));
    const { ui, log, ...others } = configSchema.shape;
    const nested = [
      ...Object.keys(ui.unwrap().shape).map((key) => `ui.${key}`),
      ...Object.keys(log.unwrap().shape).map((key) => `log.${key}`),
    ];
    const missing = [...Object.keys(others), ...nested].filter(
      (key) => !new RegExp(`\`${key.replace('.', '\\.')}[\`.]`).test(configuration),
    );
    expect(missing).toEqual([]);
  });

  test('has an example of where messages go that is a configuration', () => {
    const [, example = ''] = /```json\n(\{\n {2}"delivery"[\s\S]*?)```/.exec(page) ?? [];
    expect(configSchema.parse(JSON.parse(example)).delivery).toHaveProperty('webhooks.ops.secret.from_file');
  });

  test('names every field that a list can be filtered by', () => {
    expect(FIELDS.filter((field) => !page.includes(`\`${field}:`))).toEqual([]);
  });
});

describe('all documents', () => {
  test.each(DOCUMENTS)('%s links to what is there', (path) => {
    const targets = [...read(path).matchAll(/\]\(([^)#:]+)(?:#[^)]*)?\)/g)].map(([, target]) => target ?? '');
    expect(targets.filter((target) => !existsSync(join(ROOT, dirname(path), target)))).toEqual([]);
  });

  test.each(DOCUMENTS)('%s names files that are there', (path) => {
    const named = [...read(path).matchAll(/`((?:src|bin|test|scripts|docs|\.ci)\/[\w./-]*)`/g)].map(
      ([, file]) => file ?? '',
    );
    expect(named.filter((file) => !existsSync(join(ROOT, file)))).toEqual([]);
  });

  test('the behaviours name files of the engine that are there', () => {
    const named = [...read('docs/behaviours.md').matchAll(/`([a-z][a-z/-]*(?:\.ts|\/))`/g)].map(
      ([, file]) => file ?? '',
    );
    const isThere = (file: string): boolean =>
      [file, join('src/engine', file)].some((path) => existsSync(join(ROOT, path)));
    expect(named.filter((file) => !isThere(file))).toEqual([]);
  });

  test('the behaviours list every number that the code names', () => {
    const code = ['src', 'bin'].flatMap(filesBelow).map(read).join('\n');
    const numbers = new Set([...code.matchAll(/\b[DS]-\d+\b/g)].map(([number]) => number));
    const page = read('docs/behaviours.md');
    expect([...numbers].filter((number) => !new RegExp(`\\b${number}\\b`).test(page))).toEqual([]);
  });

  test('every behaviour has a test that carries its number', () => {
    const proven = new Set(writtenTitles().flatMap(({ title }) => numbersIn(title)));
    const [promised = ''] = read('docs/behaviours.md').split('## Not there yet');
    const numbers = new Set(numbersIn(promised));
    expect(numbers.size).toBeGreaterThan(60);
    expect([...numbers].filter((number) => !proven.has(number))).toEqual([]);
  });

  test('the architecture fits on a few screens', () => {
    expect(read('ARCHITECTURE.md').split('\n').length).toBeLessThan(150);
  });
});

function filesBelow(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(ROOT.length));
}

function leavesOf(command: Command): Command[] {
  return command.commands.length === 0 ? [command] : command.commands.flatMap(leavesOf);
}

function fullName(command: Command): string {
  const { parent } = command;
  return parent === null || parent.parent === null ? command.name() : `${fullName(parent)} ${command.name()}`;
}
