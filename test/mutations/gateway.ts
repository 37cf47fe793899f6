import { inFile } from './mutation.ts';

const TURNS = 'test/engine/gateway/turns.test.ts';
const STOPS = 'test/engine/gateway/stops.test.ts';
const WAITING = 'test/engine/gateway/waiting.test.ts';
const RECOVERY = 'test/engine/gateway/recovery.test.ts';

/** Work that the gateway does, what is put off, and fire times that wait for a retry or are owed. */
export const GATEWAY = [
  ...inFile('src/engine/rules/admit.ts', WAITING, [
    ['D-13 turns', '    whenNoTurn(facts) ??\n', '', 'D-13 they wait for a turn'],
  ]),
  ...inFile('src/engine/dispatch/release.ts', WAITING, [
    [
      'D-13 the end of a turn wakes the next',
      "  store.dispatches.unblock('limit:turns', 1);\n",
      '',
      'D-13 the end of a turn wakes',
    ],
  ]),
  ...inFile('src/engine/dispatch/prepare-dispatch.ts', WAITING, [
    [
      'D-06 a slot that waits for a turn is given on',
      " || admission.blocker === 'limit:turns'",
      '',
      'D-13 D-06 one that was woken for a slot',
    ],
  ]),
  ...inFile('src/engine/rules/settle-agent.ts', WAITING, [
    ['D-50 it looks again when the gateway is there', "waitsFor: 'gateway', ", '', 'D-50 not ready within 30 s'],
    ['D-57 after 90 s', 'now + DRAINED_MS', 'now + DEFERRED_MS', 'D-57 draining: the run is skipped'],
    ['D-57 skipped', "unchanged(facts, 'skipped')", "unchanged(facts, 'error')", 'D-57 draining: the run is skipped'],
  ]),
  ...inFile('src/engine/dispatch/finalize-dispatch.ts', WAITING, [
    [
      'D-50 the same dispatch again',
      "if (settlement.dispatch === 'again') goAgain(store, dispatch, settlement.again, now);\n  else ",
      '',
      'D-50 not ready within 30 s',
    ],
  ]),
  ...inFile('src/engine/carry-out-call.ts', WAITING, [
    [
      'D-92 what was perhaps taken is asked about',
      "    case 'under-way':\n      return followCall(tools, call);\n    case 'over':\n      return fate.value.result;\n    case 'unknown':\n      // Should",
      "    case 'under-way':\n    case 'over':\n    case 'unknown':\n      // Should",
      'D-92 it had taken it: the turn is found and followed',
    ],
    [
      'D-102 accepted after its stop',
      "if (start.kind === 'accepted' && call.isStopping()) void gateway.abortTurn(call.name).catch(() => {});",
      '',
      'D-102 cancelled while it was on its way',
      STOPS,
    ],
    [
      'D-92 a turn of which nothing is known is not started again',
      "return { kind: 'unknown', reason: 'the gateway does not know what became of it' };",
      "return { kind: 'deferred', reason: 'the gateway does not know what became of it' };",
      'D-92 one of which the gateway knows nothing is crashed',
      RECOVERY,
    ],
  ]),
  ...inFile('src/engine/call-stops.ts', STOPS, [
    [
      'D-53 the absolute limit',
      'call.lifetime.later(limitMs, () => end(call));',
      '',
      'D-53 lively beyond run_timeout_ms',
    ],
    ['D-53 the silence', '    if (left <= 0) end(call);\n    else ', '    ', 'D-53 silent for payload_timeout_seconds'],
    [
      'D-102 the grace',
      'call.lifetime.later(call.limits.graceMs, () => kill(call));',
      '',
      'D-102 a gateway that does not confirm',
    ],
    [
      'D-102 the abort again',
      'await call.lifetime.pause(ABORT_AGAIN_MS);',
      'return;',
      'D-102 an abort that did not get through',
    ],
  ]),
  ...inFile('src/engine/live-call.ts', STOPS, [
    [
      'D-53 a sign of life',
      '      call.activeAt = clock.monotonic();\n      to.opened();',
      '      to.opened();',
      'D-53 every sign of life',
    ],
  ]),
  ...inFile('src/engine/turn-line.ts', STOPS, [
    [
      'a session is opened once',
      'if (!known.has(next.sessionKey)) opening.set(next.sessionKey, next);',
      '',
      'two jobs that use one session for the first time',
    ],
  ]),
  ...inFile('src/engine/live-calls.ts', RECOVERY, [
    [
      'A-3 the start token of a turn',
      "if (executor.processes.claimStart(runFolderPath(executor.runsDir, runId)).kind !== 'claimed') {",
      'if (executor.processes.claimStart(runFolderPath(executor.runsDir, runId)).kind === undefined) {',
      'A-3 whose token a recovery took',
    ],
  ]),
  ...inFile('src/engine/strategies/isolated.ts', TURNS, [
    ['D-58 tokens', '...(tokens === undefined ? {} : { tokens }) });', '});', 'D-58 keeps the tokens'],
    [
      'D-55 D-56 the verdict',
      "    case 'failed':\n    case 'transient':\n      return { kind: 'error', error: verdict.error, evidence, answer: answer('nothing') };",
      "    case 'failed':\n    case 'transient':\n      return { kind: 'ok', evidence, answer: answer('nothing') };",
      'D-55 D-59 TASK_FAILED is an error',
    ],
    [
      'D-52 the prompt',
      'message: promptOf(facts),',
      'message: job.definition.payload_message,',
      'D-51 D-52 asks once, in full',
    ],
  ]),
  ...inFile('src/engine/dispatch/enqueue-due.ts', 'test/engine/catch-up.test.ts', [
    [
      'D-97 a retry that waits',
      'if (retry === undefined) return undefined;',
      'if (retry !== null) return undefined;',
      'D-97 fire times that fall due while a retry waits',
    ],
    [
      'D-97 an instant comes once',
      'comesOnce ? undefined : store.dispatches.waitingRetry(job.id)',
      'store.dispatches.waitingRetry(job.id)',
      'D-97 an instant that comes once',
    ],
    [
      'S-5 what is owed waits',
      'isOwed, dueAt: () => placeIn',
      'isOwed: false, dueAt: () => placeIn',
      'S-5 run_all waits for a place',
    ],
  ]),
];
