/** A line nobody ends is given up here. */
const LINE_UNITS_MAX = 65_536;

type LineSource = {
  setEncoding(encoding: 'utf8'): unknown;
  on(event: 'data', listener: (text: string) => void): unknown;
};

/**
 * Whole lines as they come. Of several in one read only the first is heard: the others were pasted or typed ahead, and must
 * not answer a question that the first one has raised.
 */
export function readLines(source: LineSource, hear: (line: string) => void): void {
  let rest = '';
  /** The line that is coming began in the same read as one that was heard. */
  let isSpoilt = false;
  source.setEncoding('utf8');
  source.on('data', (text) => {
    const [first = '', ...others] = (rest + text).split('\n');
    const last = others.at(-1);
    rest = (last ?? first).slice(0, LINE_UNITS_MAX);
    if (last === undefined) return;
    const isHeard = !isSpoilt;
    isSpoilt = last !== '';
    if (isHeard) hear(first);
  });
}
