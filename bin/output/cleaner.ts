import { Transform } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import { cleanLine } from '../../src/ui/text/sanitise.ts';

const LINE_UNITS_MAX = 65_536;

/** Turns the bytes a job printed into lines that a terminal only shows; a line without end is broken into pieces. */
export function cleaner(): Transform {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  const take = (text: string): string => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    while (rest.length > LINE_UNITS_MAX) {
      lines.push(rest.slice(0, LINE_UNITS_MAX));
      rest = rest.slice(LINE_UNITS_MAX);
    }
    return lines.map((line) => `${clean(line)}\n`).join('');
  };
  return new Transform({
    transform: (chunk: Buffer, _encoding, done) => done(null, take(decoder.write(chunk))),
    flush: (done) => {
      rest += decoder.end();
      done(null, rest === '' ? '' : `${clean(rest)}\n`);
    },
  });
}

const clean = (line: string): string =>
  cleanLine(line.endsWith('\r') ? line.slice(0, -1) : line, { unitsMax: LINE_UNITS_MAX });
