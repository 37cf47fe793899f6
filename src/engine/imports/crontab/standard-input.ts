// Cron ends a command at its first bare `%` and writes the rest, `%` read as line ends, to the command's standard
// input. A job has no standard input, so the text travels inside the command.

export type PercentParts = { command: string; input: string };

/** The command cron would run and what it would write to it; the input is empty or ends with a line end. */
export function splitAtPercent(field: string): PercentParts {
  const end = firstBarePercent(field);
  const command = readCommand(end === undefined ? field : field.slice(0, end));
  return { command, input: end === undefined ? '' : readInput(field.slice(end + 1)) };
}

// In the command a backslash takes the next character with it, so `\\%` is a backslash pair and a bare `%`.
function firstBarePercent(field: string): number | undefined {
  for (const match of field.matchAll(/\\.|%/gsu)) {
    if (match[0] === '%') return match.index;
  }
  return undefined;
}

const readCommand = (text: string): string =>
  text.replace(/\\(.)/gsu, (pair, character) => (character === '%' ? '%' : pair));

// In the input only `\%` is special: `\\%` is a backslash and a `%`.
function readInput(text: string): string {
  const input = text.replace(/\\%|%/g, (found) => (found === '%' ? '\n' : '%'));
  return input === '' || input.endsWith('\n') ? input : `${input}\n`;
}

const SHELLS_WITH_HERE_DOCUMENTS = new Set(['sh', 'bash', 'dash', 'ash', 'ksh', 'ksh93', 'mksh', 'zsh']);

/** What to run, and with which shell, so that the command reads the input and ends as it would under cron. */
export function withStandardInput(shell: string, parts: PercentParts): { shell: string; command: string } {
  if (parts.input === '') return { shell, command: parts.command };
  // Redirecting the shell itself leaves the command as it was written; braces around it would break on a trailing
  // backslash or an unclosed quote.
  const redirect = hereDocument(parts.input);
  const name = shell.slice(shell.lastIndexOf('/') + 1);
  if (SHELLS_WITH_HERE_DOCUMENTS.has(name)) return { shell, command: `${redirect}\n${parts.command}` };
  return { shell: '/bin/sh', command: `${redirect}\nexec ${quoted(shell)} -c ${quoted(parts.command)}` };
}

function hereDocument(input: string): string {
  const lines = new Set(input.split('\n'));
  let delimiter = 'INPUT';
  // Ends after at most one step more than the input has lines.
  for (let count = 2; lines.has(delimiter); count += 1) delimiter = `INPUT_${count}`;
  return `exec <<'${delimiter}'\n${input}${delimiter}`;
}

/** As one word of a shell. */
export const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;
