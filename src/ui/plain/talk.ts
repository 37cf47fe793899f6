import { nearestName } from '../../engine/rules/job/nearest-name.ts';
import { cleanLine } from '../text/sanitise.ts';
import { cutRight } from '../text/width.ts';
import { happenings, nothingTold, type Told } from './happenings.ts';
import { isList, list } from './looks.ts';
import { PLAIN_COMMANDS, type Said } from './plain-commands.ts';
import type { PlainOptions } from './plain-options.ts';
import { type Asked, answered, type Question, questionLines } from './question.ts';
import { counterSentences, engineSentence } from './sentences.ts';

/** A line that was typed; the rest of a longer one is not looked at. */
export const LINE_MAX = 4_096;
const SHOWN_COLUMNS_MAX = 40;

export type Talk = {
  begin(): void;
  /** A typed line, without its end. */
  hear(line: string): void;
  /** Something may have happened. */
  look(): void;
  /** Said by the program around: about the engine. */
  tell(text: string): void;
  /** Ctrl-C: the question of `quit`; false where it stands already. */
  interrupt(): boolean;
};

/** The console as a conversation: what happens is told in sentences, what is to be done is typed and asked back. */
export function createTalk(options: PlainOptions): Talk {
  const { clock, facts, snapshots, say } = options;
  const reader = () => ({ now: clock.now(), zone: facts.zone });
  let told: Told = nothingTold(snapshots, clock.now());
  let asked: Asked | undefined;
  let awaited: Said['later'];
  const ask = (question: Question): void => {
    say(questionLines(question));
    asked = { question, at: clock.monotonic() };
  };
  const follow = (said: Said): void => {
    say(said.lines);
    if (said.later !== undefined) awaited = said.later;
    if (said.question !== undefined) ask(said.question);
    if (said.leave !== undefined) options.leave(said.leave);
  };
  return {
    begin() {
      const { version, host, homeLabel } = facts;
      say([
        `openclaw-tui ${version} on ${host}, home ${homeLabel}; ${engineSentence(options.live().engine)}.`,
        ...(options.readOnly ? ['READ-ONLY: nothing can be changed from here.'] : []),
        ...counterSentences(snapshots.counters(clock.now()), reader()),
        'Type help for what can be typed; what happens is told here.',
      ]);
    },
    hear(line) {
      const standing = asked;
      asked = undefined;
      const text = line.slice(0, LINE_MAX).trim();
      if (standing !== undefined) say(answered(standing, text, clock.monotonic()));
      else if (text !== '') follow(obeyed(text, options));
    },
    look() {
      const news = happenings(snapshots, told, reader());
      told = news.told;
      if (news.lines.length > 0) say(news.lines);
      const lines = awaited?.();
      if (lines === undefined) return;
      awaited = undefined;
      say(lines);
    },
    tell: (text) => say([cleanLine(text)]),
    interrupt() {
      if (asked?.question.text.startsWith('Leave') === true) return false;
      follow(obeyed('quit', options));
      return true;
    },
  };
}

function obeyed(text: string, options: PlainOptions): Said {
  const [word = '', ...rest] = text.split(/\s+/);
  const command = PLAIN_COMMANDS.find(({ words }) => words.includes(word.toLowerCase()));
  if (command === undefined && isList(word.toLowerCase())) return list(options, [word.toLowerCase(), ...rest]);
  if (command === undefined) return { lines: [unknown(word)] };
  if (command.kind === 'change' && options.readOnly) return { lines: [`read-only: ${word} is off`] };
  return command.run(options, rest);
}

function unknown(word: string): string {
  const near = nearestName(
    word,
    PLAIN_COMMANDS.flatMap(({ words }) => words),
  );
  const hint = near === undefined ? 'help lists what can be typed' : `${near}?`;
  return `nothing is called ${cutRight(cleanLine(word), SHOWN_COLUMNS_MAX)}; ${hint}`;
}
