/** One line of an .ics file, put together again where it was folded. */
export type IcsLine = { number: number; name: string; parameters: ReadonlyMap<string, string>; value: string };

export type IcsLines = { kind: 'lines'; lines: IcsLine[] } | { kind: 'refused'; reason: string };

export const ICS_LINES_MAX = 200_000;

const LINE = /^([A-Za-z0-9-]+)((?:;[A-Za-z0-9-]+=(?:"[^"]*"|[^";:,]*)(?:,(?:"[^"]*"|[^";:,]*))*)*):(.*)$/s;
const PARAMETER = /;([A-Za-z0-9-]+)=((?:"[^"]*"|[^";:,]*)(?:,(?:"[^"]*"|[^";:,]*))*)/g;

/** The lines of the file, as RFC 5545 writes them. */
export function readLines(text: string): IcsLines {
  const lines: IcsLine[] = [];
  let open: { number: number; text: string } | undefined;
  const raw = text.replace(/^\ufeff/, '').split(/\r\n|\n|\r/);
  if (raw.length > ICS_LINES_MAX) return { kind: 'refused', reason: `it has more than ${ICS_LINES_MAX} lines` };
  for (const [index, line] of [...raw, ''].entries()) {
    if (open !== undefined && /^[ \t]/.test(line)) {
      open.text += line.slice(1);
      continue;
    }
    if (open !== undefined) {
      const read = lineOf(open);
      if (read === undefined) return { kind: 'refused', reason: `line ${open.number} is no line of a calendar` };
      lines.push(read);
    }
    open = line === '' ? undefined : { number: index + 1, text: line };
  }
  return { kind: 'lines', lines };
}

function lineOf({ number, text }: { number: number; text: string }): IcsLine | undefined {
  const found = LINE.exec(text);
  if (found === null) return undefined;
  const parameters = new Map<string, string>();
  for (const [, name = '', value = ''] of (found[2] ?? '').matchAll(PARAMETER))
    parameters.set(name.toUpperCase(), value.replaceAll('"', ''));
  return { number, name: (found[1] ?? '').toUpperCase(), parameters, value: found[3] ?? '' };
}
