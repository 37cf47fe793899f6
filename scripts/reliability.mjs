// Runs the parts of the reliability battery one after another and prints one table of figures; ends with 1 when a promise
// does not hold. Words name parts, or their beginnings; what stands after -- goes to each of them.
import { spawn } from 'node:child_process';
import { cpus, loadavg, release, totalmem, type } from 'node:os';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** In the order of a run. A part prints a figure on each line; a script prints what it likes, and its exit code counts. */
const PARTS = [
  ...['kill-loop', 'adoption', 'two-engines', 'trees', 'short-runs', 'disk-full', 'damaged', 'terminal'],
  ...['faults', 'fuzz', 'simulation', 'soak'],
];
const SCRIPTS = ['simulation'];
/** Under its own clock it does not mind who else is at work, so it has one of the cores while the others take turns. */
const BESIDE = { part: 'simulation', words: ['--seeds', '600', '--workers', '1'] };
/** An hour long. */
const BY_NAME_ONLY = ['soak'];

const given = process.argv.slice(2);
const end = given.includes('--') ? given.indexOf('--') : given.length;
const words = given.slice(end + 1);
const names = given.slice(0, end);
const unknown = names.filter((name) => !PARTS.some((part) => part.startsWith(name)));
if (unknown.length > 0) {
  console.error(`no part is called ${unknown.join(', ')}; there are ${PARTS.join(', ')}`);
  process.exit(2);
}
const chosen = PARTS.filter((part) =>
  names.length === 0 ? !BY_NAME_ONLY.includes(part) : names.some((name) => part.startsWith(name)),
);

const memory = (totalmem() / 1024 ** 3).toFixed(1);
console.log(`${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, ${memory} GiB, ${type()} ${release()}`);
console.log(`Node ${process.version}, load ${loadavg()[0].toFixed(2)}\n`);
const isWhole = names.length === 0 && words.length === 0;
const beside = isWhole ? runScript(BESIDE.part, BESIDE.words) : undefined;
const figures = [];
for (const part of chosen) {
  if (isWhole && part === BESIDE.part) figures.push(...(await beside));
  else figures.push(...(SCRIPTS.includes(part) ? await runScript(part, words) : await run(part)));
}
print(figures);
process.exitCode = figures.every(({ holds }) => holds) ? 0 : 1;

/** Each in a process of its own; a part that fails without a figure is a figure itself. */
async function run(part) {
  const file = fileURLToPath(new URL(`../test/reliability/parts/${part}.ts`, import.meta.url));
  process.stderr.write(`${part} …\n`);
  const child = spawn(process.execPath, [file, ...words], { stdio: ['ignore', 'pipe', 'inherit'] });
  const found = [];
  for await (const line of createInterface({ input: child.stdout })) found.push({ part, ...JSON.parse(line) });
  const code = child.exitCode ?? (await new Promise((resolve) => child.once('exit', resolve)));
  if (code === 0 || found.some(({ holds }) => !holds)) return found;
  return [...found, { part, promise: '', what: `failed with ${code}`, value: '–', holds: false }];
}

/** Its first summary line is told, the rest goes to stderr. */
async function runScript(part, scriptWords) {
  const file = fileURLToPath(new URL(`${part}.mjs`, import.meta.url));
  process.stderr.write(`${part} …\n`);
  const child = spawn(process.execPath, [file, ...scriptWords], { stdio: ['ignore', 'pipe', 'inherit'] });
  const lines = [];
  for await (const line of createInterface({ input: child.stdout })) {
    process.stderr.write(`${line}\n`);
    if (/ violated something$/.test(line) || lines.length > 0) lines.push(line);
  }
  const code = child.exitCode ?? (await new Promise((resolve) => child.once('exit', resolve)));
  const [what = part, value = `exit ${code}`] = lines;
  return [{ part, promise: 'R-1 R-2', what, value, holds: code === 0 }];
}

function print(rows) {
  const table = [
    ['part', 'promise', 'what', 'value', ''],
    ...rows.map(({ part, promise, what, value, holds }) => [part, promise, what, value, holds ? '' : 'BROKEN']),
  ];
  const widths = table[0].map((_, column) => Math.max(...table.map((row) => row[column].length)));
  for (const row of table)
    console.log(
      row
        .map((cell, column) => cell.padEnd(widths[column]))
        .join('  ')
        .trimEnd(),
    );
}
