// Plain old syntax: this file and openclaw-tui.js must be readable by the old Node they are there to notice.

export var NODE_MIN = [22, 12];

/** What the entry does: `run` the bundle here, `hand-over` to another Node, or `refuse` with one line. */
export function planLaunch(facts) {
  if (isTooOld(facts.version)) {
    return facts.ownNode === undefined
      ? { kind: 'refuse', line: tooOldLine(facts.version) }
      : { kind: 'hand-over', node: facts.ownNode };
  }
  if (!facts.isBuilt) return { kind: 'refuse', line: 'openclaw-tui: not built yet; run: npm run build' };
  return { kind: 'run' };
}

function isTooOld(version) {
  var parts = version.replace(/^v/, '').split('.').map(Number);
  if (parts[0] !== NODE_MIN[0]) return !(parts[0] > NODE_MIN[0]);
  return !(parts[1] >= NODE_MIN[1]);
}

function tooOldLine(version) {
  return (
    'openclaw-tui: needs Node ' +
    NODE_MIN.join('.') +
    ' or newer, this is ' +
    version.replace(/^v/, '') +
    '; install a newer one, or run npm ci in the checkout, which brings its own'
  );
}
