// A build beneath running consoles and engines: what they loaded asks for more chunks later, by the names of its own build.
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';

const LEDGER = 'builds.json';
const ENTRY = 'main.js';
/** So many other builds can be made beneath a process before its chunks go. */
const BUILDS_MAX = 20;
/** What is younger may belong to a build that is at work at the same time. */
const SETTLED_AFTER_MS = 60 * 60 * 1_000;

/**
 * Puts what the bundler made into the folder and keeps the chunks of the builds before. All but the entry have their content
 * in their names, so only the entry changes under its name: it comes last and in one step.
 */
export function replaceBuild(folder, files, now = Date.now()) {
  mkdirSync(folder, { recursive: true });
  const before = buildsIn(folder);
  const named = files.map(({ path, contents }) => ({ name: basename(path), contents }));
  for (const { name, contents } of named.filter(({ name }) => name !== ENTRY)) put(join(folder, name), contents);
  for (const { name, contents } of named.filter(({ name }) => name === ENTRY)) put(join(folder, name), contents);
  const builds = [named.map(({ name }) => name).toSorted(), ...before].filter((names) => names.length > 0);
  const distinct = builds.filter((names, at) => builds.findIndex((other) => `${other}` === `${names}`) === at);
  const kept = distinct.slice(0, BUILDS_MAX);
  put(join(folder, LEDGER), Buffer.from(JSON.stringify(kept)));
  removeOthers(folder, kept, now - SETTLED_AFTER_MS);
}

/** The names of each build's files, newest first. A folder without a ledger holds one build. */
function buildsIn(folder) {
  try {
    return JSON.parse(readFileSync(join(folder, LEDGER), 'utf8'));
  } catch {
    return [readdirSync(folder).filter((name) => /\.js(\.map)?$/.test(name))];
  }
}

/** Who reads it finds the old one or the new one, never a part. */
function put(path, contents) {
  if (isThere(path, contents)) return;
  const beside = `${path}.${process.pid}`;
  writeFileSync(beside, contents);
  renameSync(beside, path);
}

function isThere(path, contents) {
  try {
    return readFileSync(path).equals(contents);
  } catch {
    return false;
  }
}

/** Maps are of use to the newest build alone, and are two thirds of it. */
function removeOthers(folder, [newest, ...older], settledAt) {
  const kept = new Set([LEDGER, ...newest, ...older.flat().filter((name) => !name.endsWith('.map'))]);
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (kept.has(name) || (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? settledAt) >= settledAt) continue;
    rmSync(path, { recursive: true, force: true });
  }
}
