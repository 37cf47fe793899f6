// Each run writes by itself that it began and ended: a witness that does not depend on the engine's database.
import { existsSync, readFileSync } from 'node:fs';

export type Witness = { runId: number; attempt: number; key: string; slot: string };
export type Ledger = { starts: Witness[]; ends: (Witness & { code: number })[]; torn: number };

const FIELDS = `"$OPENCLAW_RUN_ID" "$OPENCLAW_ATTEMPT" "$OPENCLAW_IDEMPOTENCY_KEY" "\${OPENCLAW_SLOT:--}"`;

/** The work between two lines in the ledger. `code` is a word of the shell that gives the exit status. */
export const witnessed = (path: string, work: string, code = '0'): string =>
  [
    `printf 'S %s %s %s %s\\n' ${FIELDS} >>'${path}'`,
    work,
    `code=${code}`,
    `printf 'E %s %s %s %s %s\\n' ${FIELDS} "$code" >>'${path}'`,
    'exit "$code"',
  ].join('\n');

/** One write to a file opened for appending is never torn; lines that do not fit are counted all the same. */
export const readLedger = (path: string): Ledger => {
  const ledger: Ledger = { starts: [], ends: [], torn: 0 };
  const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
  for (const line of text.split('\n').filter((one) => one !== '')) {
    const [kind, runId, attempt, key = '', slot = '', code] = line.split(' ');
    const witness = { runId: Number(runId), attempt: Number(attempt), key, slot };
    if (kind === 'S' && slot !== '') ledger.starts.push(witness);
    else if (kind === 'E' && code !== undefined) ledger.ends.push({ ...witness, code: Number(code) });
    else ledger.torn += 1;
  }
  return ledger;
};
