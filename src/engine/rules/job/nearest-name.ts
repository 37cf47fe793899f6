/** Longer names are never compared: the cost of a comparison grows with the product of the lengths. */
export const NAME_COMPARED_MAX = 64;

/** The known name an operator most likely meant, or nothing when no name or several are as near. */
export function nearestName(name: string, known: readonly string[]): string | undefined {
  const wanted = plain(name);
  if (wanted === '' || wanted.length > NAME_COMPARED_MAX) return undefined;
  return bySpelling(wanted, known) ?? byWord(wanted, known) ?? byBeginning(wanted, known);
}

function bySpelling(wanted: string, known: readonly string[]): string | undefined {
  let best: string | undefined;
  let bestDistance = Math.min(3, Math.max(1, Math.floor(wanted.length / 3))) + 1;
  for (const candidate of known) {
    const given = plain(candidate);
    if (Math.abs(given.length - wanted.length) >= bestDistance || given.length > NAME_COMPARED_MAX) continue;
    const distance = editDistance(wanted, given);
    if (distance >= bestDistance) continue;
    bestDistance = distance;
    best = candidate;
  }
  return best;
}

/** `cron` means `schedule_cron`, as long as no other name has that word. */
function byWord(wanted: string, known: readonly string[]): string | undefined {
  if (wanted.length < 2) return undefined;
  const having = known.filter((candidate) =>
    candidate
      .toLowerCase()
      .split(/[^a-z0-9]+/)
      .includes(wanted),
  );
  return having.length === 1 ? having[0] : undefined;
}

/** `que` means `queue`, as long as no other name begins so. */
function byBeginning(wanted: string, known: readonly string[]): string | undefined {
  const having = wanted.length < 2 ? [] : known.filter((candidate) => plain(candidate).startsWith(wanted));
  return having.length === 1 ? having[0] : undefined;
}

// Case and separators are how names differ between programs (scheduleCron, schedule-cron), not what they mean.
const plain = (name: string) => name.toLowerCase().replace(/[\s_-]/g, '');

/** Insertions, deletions, replacements and swaps of neighbours, each at a cost of one. */
function editDistance(left: string, right: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: right.length + 1 }, (_, column) => column);
  for (let row = 1; row <= left.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= right.length; column += 1) {
      const same = left[row - 1] === right[column - 1];
      let cost = Math.min(at(last, column) + 1, at(current, column - 1) + 1, at(last, column - 1) + (same ? 0 : 1));
      const swapped = left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1];
      if (row > 1 && column > 1 && swapped) cost = Math.min(cost, at(beforeLast, column - 2) + 1);
      current.push(cost);
    }
    beforeLast = last;
    last = current;
  }
  return at(last, right.length);
}

const at = (distances: readonly number[], index: number) => distances[index] ?? Number.POSITIVE_INFINITY;
