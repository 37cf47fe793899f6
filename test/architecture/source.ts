import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseAst } from 'vitest/node';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

export type Import = {
  /** As it is written: `./rows.ts`, `node:fs`, `execa`. */
  from: string;
  /** Inside the repository, from its root: `src/store/rows.ts`; absent for packages. */
  file?: string;
  typeOnly: boolean;
};

/** Something that reaches out of the program or that another run would answer differently. */
export type Effect = { what: string; line: number };
export type MeasuredFunction = { name: string; line: number; lines: number };

export type Source = {
  /** From the root, with forward slashes. */
  path: string;
  lines: number;
  imports: Import[];
  effects: Effect[];
  functions: MeasuredFunction[];
  /** Constructs the style forbids: a default export, an enum, a namespace, a class that is no error. */
  forbidden: Effect[];
};

/** Our own code below some folders, parsed; what a build made and fixtures are none of it. */
export function readSources(...folders: string[]): Source[] {
  return folders.flatMap((folder) => listFiles(folder).map((path) => readSource(path, textOf(path))));
}

const textOf = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

function listFiles(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.(ts|tsx|js|mjs)$/.test(entry.name))
    .map((entry) => posix.join(entry.parentPath.slice(ROOT.length).replaceAll('\\', '/'), entry.name))
    .filter((path) => !path.startsWith('test/fixtures/'))
    .sort();
}

/** The parser is the one vitest brings along; TypeScript 7 itself has none that answers in one process. */
export function readSource(path: string, text: string): Source {
  const lang = path.endsWith('x') ? 'tsx' : 'ts';
  const program = parseAst(text.replace(/^#!.*/, ''), { lang }, path) as unknown as Node;
  const lineAt = lineFinder(text.replace(/^#!.*/, ''));
  const source: Source = {
    path,
    lines: text.split('\n').length - (text.endsWith('\n') ? 1 : 0),
    imports: [],
    effects: [],
    functions: [],
    forbidden: [],
  };
  walk(program, undefined, (node, parent) => {
    const line = lineAt(node.start);
    const from = importOf(path, node);
    if (from !== undefined) source.imports.push(from);
    const effect = effectOf(node);
    if (effect !== undefined) source.effects.push({ what: effect, line });
    const forbidden = forbiddenOf(node);
    if (forbidden !== undefined) source.forbidden.push({ what: forbidden, line });
    if (isFunction(node)) {
      source.functions.push({ name: nameOf(node, parent), line, lines: lineAt(node.end - 1) - line + 1 });
    }
  });
  return source;
}

type Node = { type: string; start: number; end: number } & Record<string, unknown>;

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as Node).type === 'string';

function walk(node: Node, parent: Node | undefined, visit: (node: Node, parent: Node | undefined) => void): void {
  visit(node, parent);
  for (const value of Object.values(node)) {
    if (Array.isArray(value)) for (const item of value.filter(isNode)) walk(item, node, visit);
    else if (isNode(value)) walk(value, node, visit);
  }
}

function lineFinder(text: string): (offset: number) => number {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return (offset) => starts.findLastIndex((start) => start <= offset) + 1;
}

function importOf(path: string, node: Node): Import | undefined {
  const kinds = ['ImportDeclaration', 'ExportNamedDeclaration', 'ExportAllDeclaration', 'ImportExpression'];
  const from = (node.source as Node | null | undefined)?.value;
  if (!kinds.includes(node.type) || typeof from !== 'string') return undefined;
  const specifiers = (node.specifiers as Node[] | undefined) ?? [];
  const typeOnly =
    [node.importKind, node.exportKind].includes('type') ||
    (specifiers.length > 0 && specifiers.every((one) => [one.importKind, one.exportKind].includes('type')));
  return { from, typeOnly, ...(from.startsWith('.') ? { file: posix.join(dirname(path), from) } : {}) };
}

const EFFECTFUL_MEMBERS = /^(Date\.now|performance\.now|Math\.random|process\.(env|exit)|console\.\w+)$/;
const EFFECTFUL_CALLS = /^(setTimeout|setInterval|setImmediate|fetch)$/;
/** Modules that start processes, wait, or reach other machines. */
const EFFECTFUL_MODULES =
  /^(execa|node:child_process|node:worker_threads|node:timers(\/promises)?|node:https?|node:net|node:dgram|node:dns)$/;
const EFFECTFUL_NAMES = /^(randomUUID|randomBytes|randomInt|getRandomValues)$/;

function effectOf(node: Node): string | undefined {
  if (node.type === 'MemberExpression') {
    const name = dotted(node);
    if (EFFECTFUL_MEMBERS.test(name)) return name.startsWith('console.') ? 'console' : name;
    return EFFECTFUL_NAMES.test(name.split('.').at(-1) ?? '') ? 'randomness' : undefined;
  }
  if (node.type === 'NewExpression' && nameIn(node.callee) === 'Date' && (node.arguments as unknown[]).length === 0) {
    return 'Date.now';
  }
  if (node.type === 'CallExpression' && EFFECTFUL_CALLS.test(nameIn(node.callee))) return nameIn(node.callee);
  if (node.type === 'ImportSpecifier' && EFFECTFUL_NAMES.test(nameIn(node.imported))) return 'randomness';
  if (node.type === 'ImportDeclaration' && node.importKind !== 'type') {
    const from = String((node.source as Node).value);
    return EFFECTFUL_MODULES.test(from) ? from : undefined;
  }
  return undefined;
}

const nameIn = (value: unknown): string => (isNode(value) && value.type === 'Identifier' ? String(value.name) : '');

function dotted(node: Node): string {
  const { object, property } = node;
  const left = isNode(object) && object.type === 'MemberExpression' ? dotted(object) : nameIn(object);
  return `${left.replace(/^globalThis\./, '')}.${nameIn(property)}`;
}

function forbiddenOf(node: Node): string | undefined {
  switch (node.type) {
    case 'ExportDefaultDeclaration':
      return 'a default export';
    case 'TSEnumDeclaration':
      return 'an enum';
    case 'TSModuleDeclaration':
      return 'a namespace';
    case 'TSAnyKeyword':
      return 'any';
    case 'ClassDeclaration':
    case 'ClassExpression':
      return /Error$/.test(nameIn(node.superClass)) ? undefined : 'a class that is no error';
    default:
      return undefined;
  }
}

const isFunction = ({ type, body }: Node): boolean =>
  isNode(body) && ['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression'].includes(type);

function nameOf(node: Node, parent: Node | undefined): string {
  return nameIn(node.id) || nameIn(parent?.id) || nameIn(parent?.key) || 'a function';
}
