export const HEADER =
  '| file | changes | killed | survived | no coverage | timeout | score |\n|---|---|---|---|---|---|---|';

/** What became of each change: `static` runs once at load, cannot be switched on afterwards, and is not counted. */
export function verdictsOf(entries) {
  const reached = new Set(entries.flatMap((entry) => entry.reached ?? []));
  const atLoad = new Set(entries.flatMap((entry) => entry.atLoad ?? []));
  const answers = new Map(entries.flatMap(({ change, answer }) => (answer === undefined ? [] : [[change, answer]])));
  return ({ id }) => answers.get(id) ?? (reached.has(id) ? 'survived' : atLoad.has(id) ? 'static' : 'no coverage');
}

export function rowsOf(changes, verdictOf) {
  return Object.entries(Object.groupBy(changes, ({ fileName }) => fileName)).map(([file, own]) => {
    const count = (verdict) => own.filter((one) => verdictOf(one) === verdict).length;
    const [killed, survived, uncovered, endless] = ['killed', 'survived', 'no coverage', 'timeout'].map(count);
    const all = killed + survived + uncovered + endless;
    const score = all === 0 ? '' : ((100 * (killed + endless)) / all).toFixed(1);
    return `| ${[file, all, killed, survived, uncovered, endless, score].join(' | ')} |`;
  });
}

export function survivorsOf(changes, verdictOf, textOf) {
  return changes
    .filter((one) => ['survived', 'no coverage'].includes(verdictOf(one)))
    .map((one) => {
      const { fileName, location, mutatorName, replacement } = one;
      const { start, end } = location;
      const line = textOf(fileName).split('\n')[start.line] ?? '';
      const before = line.slice(start.column, start.line === end.line ? end.column : undefined);
      const after = replacement.replaceAll(/\s*\n\s*/g, ' ');
      return `${fileName}:${start.line + 1} ${verdictOf(one)} ${mutatorName}: ${before} → ${after}`;
    });
}
