// Measures the engine and the console and prints one table. It reports; whether an aim is met changes no exit code, and no test runs it.
import { spawn } from 'node:child_process';
import { cpus, loadavg, release, totalmem, type } from 'node:os';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const UI = [
  ...['ui-start', 'ui-keys', 'ui-idle', 'ui-busy', 'ui-resize', 'ui-output'],
  ...['ui-large', 'ui-filter', 'ui-stalled', 'ui-heap'],
];
const BENCHES = ['lateness', 'throughput', 'parallel', 'decisions', 'upkeep', 'snapshot', ...UI];
const chosen = process.argv.slice(2).flatMap((name) => (name === 'ui' ? UI : [name]));
const unknown = chosen.filter((name) => !BENCHES.includes(name));
if (unknown.length > 0) {
  console.error(
    `no bench is called ${unknown.join(', ')}; there are ${BENCHES.join(', ')}, and ui for all of the console's`,
  );
  process.exit(2);
}

const load = loadavg()[0].toFixed(2);
const memory = (totalmem() / 1024 ** 3).toFixed(1);
console.log(`${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, ${memory} GiB, ${type()} ${release()}`);
console.log(`Node ${process.version}, load ${load}${Number(load) > 0.5 ? ' (not idle: figures will be worse)' : ''}\n`);
const begunAt = performance.now();

const figures = [];
for (const name of chosen.length > 0 ? chosen : BENCHES) figures.push(...(await run(name)));
print(figures);
console.log(`\n${Math.round((performance.now() - begunAt) / 1_000)} s`);

/** Each in a process of its own: no bench inherits the heap or the compiled code of another. */
async function run(name) {
  const file = fileURLToPath(new URL(`../bench/${name}.ts`, import.meta.url));
  process.stderr.write(`${name} …\n`);
  // With the young generation of the real program.
  const child = spawn(process.execPath, ['--max-semi-space-size=4', file], {
    env: { ...process.env, NODE_ENV: 'production' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const found = [];
  for await (const line of createInterface({ input: child.stdout })) {
    const figure = JSON.parse(line);
    process.stderr.write(`  ${figure.what}: ${figure.value} (${figure.spread})\n`);
    found.push(figure);
  }
  const code = child.exitCode ?? (await new Promise((resolve) => child.once('exit', resolve)));
  if (code === 0) return found;
  return [...found, { bench: name, what: `failed with ${code}`, value: '–', spread: '' }];
}

/** As a table that docs/performance.md can take as it is; the load is that of others, before the first bench. */
function print(rows) {
  const table = [
    ['command', 'figure', 'median', 'spread', 'load', 'aim'],
    ...rows.map(({ bench, what, value, spread, aim }, index) => [
      rows[index - 1]?.bench === bench ? '' : `\`npm run bench ${bench}\``,
      what,
      value,
      spread || '–',
      load,
      aim === undefined ? '–' : `${aim.text.replace(/^[≤≥] /, '')}${aim.met ? '' : ', **missed**'}`,
    ]),
  ];
  const widths = table[0].map((_, column) => Math.max(...table.map((row) => row[column].length)));
  const [head, ...body] = table.map(
    (row) => `| ${row.map((cell, column) => cell.padEnd(widths[column])).join(' | ')} |`,
  );
  console.log([head, `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`, ...body].join('\n'));
}
