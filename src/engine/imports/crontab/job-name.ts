// A crontab line has no name. The program that does the work is the best short one: what prepares it (`cd`, `sleep`,
// `test -x`), carries it (`nice`, `env`) or reads it (`bash`, `python3`) is passed over.

export const JOB_NAME_MAX = 60;
const TEXT_MAX = 2_000;
const NESTING_MAX = 3;

const PREPARES = new Set(
  'cd sleep test [ [[ export set source . umask true : ulimit wait if elif while until for case'.split(' '),
);
const READS = new Set('sh bash dash zsh ksh python python2 python3 perl ruby node php lua'.split(' '));
/** What carries a command, and which of its options take the next word. */
const CARRIES: ReadonlyMap<string, string> = new Map([
  ['nice', '-n'],
  ['ionice', '-c -n'],
  ['chrt', ''],
  ['env', '-u -C'],
  ['nohup', ''],
  ['exec', '-a'],
  ['time', '-f -o'],
  ['timeout', '-k -s'],
  ['sudo', '-u -g'],
  ['flock', '-w -E'],
  ['chronic', ''],
  ['setsid', ''],
  ['stdbuf', '-i -o -e'],
  ['command', ''],
  ['then', ''],
  ['do', ''],
  ['else', ''],
  ['!', ''],
]);
/** Carriers whose first plain word is their own: a duration, a lock, a priority. */
const TAKES_A_WORD = new Set(['timeout', 'flock', 'chrt']);

/** Names commands one after the other: short, at most JOB_NAME_MAX characters and a number, no name twice. */
export function createNamer(): (command: string) => string {
  const taken = new Set<string>();
  const counts = new Map<string, number>();
  return (command) => {
    const base = shorten(programOf(command.slice(0, TEXT_MAX), 0) ?? 'job');
    let count = (counts.get(base) ?? 0) + 1;
    // A program may really be called `df-2`; each step past a taken name uses up one of the names given before.
    while (taken.has(numbered(base, count))) count += 1;
    counts.set(base, count);
    taken.add(numbered(base, count));
    return numbered(base, count);
  };
}

const numbered = (base: string, count: number): string => (count === 1 ? base : `${base}-${count}`);

function programOf(command: string, depth: number): string | undefined {
  const steps = splitSteps(command);
  const step = steps.find((words) => !PREPARES.has(words[0] ?? '')) ?? steps[0];
  return step === undefined ? undefined : nameStep(step, depth);
}

const REDIRECTION = /(?:\d*|&)[<>]+&?[^\s;&|]*/;
const WORD = /(?:\$\([^)]*\)|`[^`]*`|"(?:\\.|[^"\\])*"|'[^']*'|\\.|[^\s;&|<>])+/;
const TOKEN = new RegExp(`${REDIRECTION.source}|${WORD.source}|[;&|]+`, 'gsu');

/** The words of each simple command from its program on, without quotes; only as exact as a name needs. */
function splitSteps(command: string): string[][] {
  const steps: string[][] = [[]];
  for (const [token] of command.matchAll(TOKEN)) {
    if (/^[;&|]+$/.test(token)) steps.push([]);
    else if (!/^(?:\d*|&)[<>]/.test(token)) steps.at(-1)?.push(bareWord(token));
  }
  return steps.map((words) => carriedWords(words.filter((word) => word !== ''))).filter((words) => words.length > 0);
}

function bareWord(token: string): string {
  const word = token.replace(/["']/g, '').replace(/^[({]+/, '');
  return word.includes('(') ? word : word.replace(/[)}]+$/, '');
}

function carriedWords(words: string[]): string[] {
  let at = 0;
  for (let word = words[at]; word !== undefined; word = words[at]) {
    const carrier = baseOf(word);
    // `flock FILE -c 'command'` hands the text to a shell of its own.
    if (word === '-c') return ['sh', ...words.slice(at)];
    if (/^\w+=/.test(word) || word.startsWith('-')) at += 1;
    else if (CARRIES.has(carrier)) at = skipOptions(words, at + 1, carrier);
    else return words.slice(at);
  }
  return [];
}

function skipOptions(words: string[], from: number, carrier: string): number {
  // `command -v x` asks whether x exists and runs nothing.
  if (carrier === 'command' && words[from]?.startsWith('-v') === true) return words.length;
  const withWord = CARRIES.get(carrier)?.split(' ') ?? [];
  let at = from;
  for (let word = words[at]; word?.startsWith('-') === true; word = words[at]) at += withWord.includes(word) ? 2 : 1;
  return TAKES_A_WORD.has(carrier) ? at + 1 : at;
}

function nameStep(words: string[], depth: number): string {
  const program = baseOf(words[0] ?? '');
  if (!READS.has(program)) return program;
  const inner = program.endsWith('sh') ? words.findIndex((word) => /^-\w*c$/.test(word)) : -1;
  if (inner !== -1 && depth < NESTING_MAX) return programOf(words[inner + 1] ?? '', depth + 1) ?? program;
  const script = words.slice(1).find((word) => !word.startsWith('-'));
  return script !== undefined && /^[\w./~${}-]+$/.test(script) ? baseOf(script) : program;
}

const baseOf = (word: string): string => word.replace(/\/+$/, '').replace(/^.*\//s, '');

function shorten(name: string): string {
  const clean = name.replace(/\p{C}/gu, '').trim();
  return [...(clean === '' ? 'job' : clean)].slice(0, JOB_NAME_MAX).join('');
}
