import Database from 'better-sqlite3';

/** What a terminal would obey, or show as something else: each with its name, so that a failure says which got through. */
export const ATTACK = [
  '\u001b[41m',
  '\u001b]52;c;cHduZWQ=\u0007',
  '\u001b]0;pwned\u0007',
  '\u001b]8;;http://pwned.example\u001b\\link\u001b]8;;\u001b\\',
  '\u001bPpwned\u001b\\',
  '\u001b[2J',
  '\u009b41m',
  '\u009d0;pwned\u009c',
  '\u0085',
  '\u007f',
  '\r\u0008\u000b\u000c\t',
  '\u202e\u2066\u200f\u061c',
  '\u200b\u2060\ufeff\u00ad',
  '\u2028\u2029',
].join('x');

/** Colours of ours; no other sequence may stand in what a command prints. */
const OUR_COLOURS = /\u001b\[(?:1|2|22|31|32|33|39)m/g;
const FORBIDDEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

/** The first lines in which something stands that a terminal obeys or hides, escaped; nothing when there are none. */
export const obeyed = (raw: string): string[] =>
  raw
    .replaceAll('\r\n', '\n')
    .replace(OUR_COLOURS, '')
    .split('\n')
    .filter((line) => FORBIDDEN.test(line))
    .slice(0, 5)
    .map((line) => JSON.stringify(line).slice(0, 300));

/** These say how the others are to be read, or name what is in another table. */
const STRUCTURE =
  /(^|_)(id|key|kind|status|state|hash|digest|root|text|revision|mode|scope|bucket_minute|verdict|severity|cause|risk|placement|signal|reason|name)$/;
const SHOWN = /^(job_name|subject_name|schedule_text)$/;

/** Writes the attack behind every text of a database that is no part of its structure, past everything that would refuse it. */
export function poison(path: string): number {
  const db = new Database(path);
  let count = 0;
  for (const { name: table } of db.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all() as Named[]) {
    if (/^(sqlite_|lease|meta)/.test(table)) continue;
    const columns = db.prepare('SELECT name, type FROM pragma_table_info(?)').all(table) as (Named & {
      type: string;
    })[];
    for (const { name: column, type } of columns) {
      if (type !== 'TEXT' || (STRUCTURE.test(column) && !SHOWN.test(column))) continue;
      count += poisonColumn(db, table, column);
    }
  }
  // Names of jobs stand everywhere.
  db.prepare('UPDATE jobs SET name = name || ?').run(ATTACK);
  db.close();
  return count;
}

type Named = { name: string };

function poisonColumn(db: Database.Database, table: string, column: string): number {
  const rows = db.prepare(`SELECT DISTINCT ${column} AS text FROM ${table} WHERE ${column} IS NOT NULL`).all() as {
    text: string;
  }[];
  let count = 0;
  for (const { text } of rows) {
    try {
      count += db.prepare(`UPDATE ${table} SET ${column} = ? WHERE ${column} = ?`).run(poisoned(text), text).changes;
    } catch {
      // A CHECK knows the few words that may stand there.
    }
  }
  return count;
}

function poisoned(text: string): string {
  if (!/^[{["]/.test(text)) return text + ATTACK;
  try {
    return JSON.stringify(JSON.parse(text), (name, value) =>
      typeof value === 'string' && !FIXED.test(name) ? value + ATTACK : value,
    );
  } catch {
    return text + ATTACK;
  }
}

/** Names of JSON whose values are words from a list; a noun with another one would not be read at all. */
const FIXED =
  /^(kind|via|session_target|overlap_policy|approval_.*|trigger_on|misfire_policy|dst|every_from|on_engine_exit|announce.*|delivery_mode|schedule_.*|resource_pool.*|retry_.*|payload_kind|delivery_guarantee|.*_policy|.*_scope|.*_id|strategy|target|announce|run_.*|shell|cwd|parent.*)$/;
