import type { Context } from '../../context.ts';
import { EXIT_CODES } from '../../failure.ts';
import type { Tone } from '../../output/paint.ts';
import { plainLine } from '../../output/plain-text.ts';
import { checkCrontab } from './crontab.ts';
import { checkDatabase } from './database.ts';
import { checkEngine } from './engine.ts';
import { checkFiles } from './files.ts';
import type { Finding, State } from './finding.ts';
import { checkMachine } from './machine.ts';
import { checkRecords } from './records.ts';

const ORDER: readonly State[] = ['bad', 'warn', 'note', 'ok'];
const MARKS: Readonly<Record<State, { mark: string; tone: Tone }>> = {
  bad: { mark: 'x', tone: 'bad' },
  warn: { mark: '!', tone: 'warn' },
  note: { mark: '-', tone: 'plain' },
  ok: { mark: '+', tone: 'good' },
};

/** Looks at everything and changes nothing; works without an engine and with a broken database. Problems come first. */
export function runDoctor(context: Context): void {
  const { output } = context;
  const { findings, db } = checkDatabase(context);
  const ofDatabase =
    db === undefined ? [] : [...checkEngine(context, db), ...checkRecords(context, db), ...checkCrontab(context, db)];
  db?.close();
  const all = [...findings, ...ofDatabase, ...checkFiles(context), ...checkMachine(context)];
  const sorted = ORDER.flatMap((state) => all.filter((one) => one.state === state));
  const counts = Object.fromEntries(ORDER.map((state) => [state, all.filter((one) => one.state === state).length]));
  output.answer({ sound: counts.bad === 0, counts, checks: sorted }, () => [
    ...sorted.flatMap((one) => linesOf(one, context)),
    summary(sorted),
  ]);
  if (counts.bad !== 0) process.exitCode = EXIT_CODES.refused;
}

function linesOf({ state, name, text, remedy }: Finding, { output }: Context): string[] {
  const { mark, tone } = MARKS[state];
  const first = `${output.paint(tone, mark)} ${name.padEnd(NAME_COLUMNS)} ${plainLine(text)}`;
  return remedy === undefined ? [first] : [first, `${' '.repeat(NAME_COLUMNS + 2)} > ${plainLine(remedy)}`];
}

const NAME_COLUMNS = 13;

function summary(all: readonly Finding[]): string {
  const problems = all.filter(({ state }) => state === 'bad' || state === 'warn').length;
  if (problems === 0) return 'nothing to do';
  return problems === 1 ? '1 thing to look at, above' : `${problems} things to look at, above`;
}
