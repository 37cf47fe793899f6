// One process of `npm run test:simulation`: plays the seeds that it is given and prints a line of JSON for each.
// node test/simulation/worker.ts FOLDER MOVES FIRST STEP LAST keep|remove
import './quiet-files.ts';
import { movesOf } from './moves.ts';
import { runMoves } from './run-moves.ts';
import { shrink } from './shrink.ts';

const [folder = '', ...numbers] = process.argv.slice(2, 7);
const [count = 0, first = 0, step = 1, last = 0] = numbers.map(Number);
const files = process.argv[7] === 'keep' ? 'keep' : 'remove';

for (let seed = first; seed <= last; seed += step) {
  const moves = movesOf(seed, count);
  const verdict = await runMoves(moves, folder, files);
  const shrunk =
    verdict.kind === 'held' ? {} : { shrunk: await shrink(moves, verdict, (fewer) => runMoves(fewer, folder)) };
  process.stdout.write(`${JSON.stringify({ seed, verdict, ...shrunk })}\n`);
}
