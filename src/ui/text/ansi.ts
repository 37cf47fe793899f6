import type { JobColour } from './job-colour.ts';
import type { StyledRun } from './styled.ts';

/** Cleaned text with sequences of our own for its colours, and no others. */
export const ansiOf = (runs: readonly StyledRun[]): string =>
  runs.map(({ text, colour }) => (colour === undefined ? text : `\x1b[${codeOf(colour)}m${text}\x1b[0m`)).join('');

function codeOf(colour: JobColour): string {
  switch (colour.kind) {
    case 'basic':
      return String(colour.index < 8 ? 30 + colour.index : 82 + colour.index);
    case 'indexed':
      return `38;5;${colour.index}`;
    case 'value':
      return `38;2;${colour.red};${colour.green};${colour.blue}`;
  }
}
