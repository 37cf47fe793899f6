import { shellWord } from '../planned.ts';

export type Specifiers = { home: string; user: string; unit: string };
export type LineReading = { kind: 'command'; command: string } | { kind: 'refused'; reason: string };

const refuse = (reason: string): LineReading => ({ kind: 'refused', reason });

/** An ExecStart= as a shell's command: systemd runs the words itself, so a shell must read each as that very word. */
export function readCommandLine(line: string, specifiers: Specifiers): LineReading {
  const [, prefix = '', rest = ''] = /^([-@:+!|]*)(.*)$/s.exec(line.trim()) ?? [];
  if (/[@+!|]/.test(prefix)) return refuse(`its command begins with "${prefix}", which has no counterpart here`);
  const words = splitWords(rest);
  if (words === undefined) return refuse('its command has a quote that is not closed');
  if (words.some(({ text }) => text === ';')) return refuse('its command is several in one line');
  const read = words.map((word) => shellOf(word, specifiers, prefix.includes(':')));
  const broken = read.find((word) => word.kind === 'refused');
  if (broken !== undefined) return broken;
  const command = read.flatMap((word) => (word.kind === 'command' ? [word.command] : [])).join(' ');
  if (command === '') return refuse('it has no command');
  return { kind: 'command', command: prefix.includes('-') ? `${command} || true` : command };
}

type Word = { text: string };

/** Words as systemd splits them: quotes at any place, a backslash takes the next character. */
export function splitWords(text: string): Word[] | undefined {
  const words: Word[] = [];
  let word: string | undefined;
  let quote: string | undefined;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at] ?? '';
    if (character === '\\') {
      at += 1;
      word = (word ?? '') + escaped(text[at] ?? '');
    } else if (quote !== undefined) {
      if (character === quote) quote = undefined;
      else word = (word ?? '') + character;
    } else if (character === '"' || character === "'") {
      quote = character;
      word ??= '';
    } else if (/\s/.test(character)) {
      if (word !== undefined) words.push({ text: word });
      word = undefined;
    } else word = (word ?? '') + character;
  }
  if (quote !== undefined) return undefined;
  return word === undefined ? words : [...words, { text: word }];
}

const escaped = (character: string): string => ({ n: '\n', t: '\t', s: ' ' })[character] ?? character;

function shellOf({ text }: Word, specifiers: Specifiers, isLiteral: boolean): LineReading {
  const filled = withSpecifiers(text, specifiers);
  if (filled.kind === 'refused') return filled;
  if (isLiteral || !filled.text.includes('$')) return { kind: 'command', command: shellWord(filled.text) };
  // A variable that is the whole word is split into words, one in braces is not.
  if (/^\$[A-Za-z_]\w*$/.test(filled.text)) return { kind: 'command', command: filled.text };
  const parts = filled.text.split(/(\$\$|\$\{[A-Za-z_]\w*\})/);
  const command = parts
    .filter((part) => part !== '')
    .map((part) => (part === '$$' ? `'$'` : part.startsWith('${') ? `"${part}"` : shellWord(part)))
    .join('');
  return { kind: 'command', command };
}

type Filled = { kind: 'filled'; text: string } | { kind: 'refused'; reason: string };

/** `%h` and its like, as far as they mean something outside of systemd. */
export function withSpecifiers(text: string, { home, user, unit }: Specifiers): Filled {
  let unknown: string | undefined;
  const values: Readonly<Record<string, string>> = {
    h: home,
    u: user,
    n: unit,
    N: unit.replace(/\.[a-z]+$/, ''),
    '%': '%',
  };
  const filled = text.replace(/%(.)/gs, (whole, letter: string) => {
    const value = values[letter];
    if (value === undefined) unknown ??= whole;
    return value ?? whole;
  });
  if (unknown !== undefined) return { kind: 'refused', reason: `${unknown} in it is filled in by systemd alone` };
  return { kind: 'filled', text: filled };
}
