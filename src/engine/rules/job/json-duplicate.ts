/** A name that an object has twice, and where the second one stands. */
export type JsonDuplicate = { name: string; line: number; column: number };

const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\],:]/g;

/** Finds the first name given twice in sound JSON, of which JSON.parse silently keeps the last. */
export function findDuplicateName(json: string): JsonDuplicate | undefined {
  /** The names of each open object; a list has none. */
  const open: (Set<string> | undefined)[] = [];
  let before = '';
  // Every token is a part of the text, so its length bounds the loop.
  for (const { 0: token, index } of json.matchAll(TOKEN)) {
    const names = open.at(-1);
    if (token === '{') open.push(new Set());
    else if (token === '[') open.push(undefined);
    else if (token === '}' || token === ']') open.pop();
    else if (token.startsWith('"') && names !== undefined && before !== ':') {
      const name = JSON.parse(token) as string;
      if (names.has(name)) return { name, ...placeOf(json, index) };
      names.add(name);
    }
    before = token;
  }
  return undefined;
}

function placeOf(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset);
  return { line: before.split('\n').length, column: offset - before.lastIndexOf('\n') };
}
