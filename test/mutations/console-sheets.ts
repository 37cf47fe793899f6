import { inFile } from './mutation.ts';

const ACTIONS = 'test/ui/state/actions.test.ts';
const GESTURES = 'test/ui/state/gestures.test.ts';
const KEYS = 'test/ui/state/accidents.test.ts';
const MARKS = 'test/ui/console/marks.test.ts';
const ACT = 'test/ui/console/act-sheets.test.ts';

/** What a sheet has to have before it decides, what disarms it, and what lock and read-only keep shut. */
export const CONSOLE_SHEETS = [
  ...inFile('src/ui/sheets/sheet-fields.ts', KEYS, [
    [
      'the name is right only when it is complete',
      'if (text === name) return',
      "if (text !== '' && name.startsWith(text)) return",
      'a name that is not complete yet steps nowhere',
      GESTURES,
    ],
    [
      'the field of a name refuses a paste',
      "paste: 'refused',",
      "paste: 'text',",
      'a paste into the field of a high risk is refused',
    ],
    ['a rejection needs a reason', "text.trim() === '' ? OPEN : RIGHT", 'RIGHT', 'rejecting needs a reason'],
  ]),
  ...inFile('src/ui/sheets/kinds/approve.ts', KEYS, [
    [
      'high risk asks for the name',
      "...(item.risk === 'high' ? [nameField(item.jobName)] : [])",
      '...[]',
      'Tab, Enter approves nothing of high risk',
      GESTURES,
    ],
    [
      'who started it has no button',
      "sheet.content.notBy === undefined\n      ? deciding('Approve'",
      "true\n      ? deciding('Approve'",
      'has a sheet that shows it all, says who may not, and only goes back',
      'test/ui/sheets/approve.test.ts',
    ],
  ]),
  ...inFile('src/ui/sheets/approval-content.ts', 'test/ui/console/sheet-seen.test.ts', [
    [
      'a changed approval is asked about anew',
      "return approval.revision === revision ? { kind: 'same' } : { kind: 'revised', revision: approval.revision };",
      "return { kind: 'same' };",
      'a new revision ends the look at the one before',
    ],
    [
      'a decision names the revision that was shown',
      'byCommand({ kind, approvalId, revision, note, jobName, shown })',
      'byCommand({ kind, approvalId, revision: revision + 1, note, jobName, shown })',
      '300 ms after the answer, Tab and Enter approve',
      KEYS,
    ],
    [
      'what lapsed or was decided is over',
      "if (approval.status !== 'pending') {",
      "if (approval.status === 'cancelled') {",
      'somebody else decides while it is open',
      'test/ui/console/controller.test.ts',
    ],
  ]),
  ...inFile('src/ui/sheets/bulk-fields.ts', MARKS, [
    [
      'many: the count is typed',
      'if (text === count) return',
      "if (text !== '') return",
      'the sheet lists each with its command, leaves out high risk by name, and takes the count typed',
    ],
    [
      'many: the count is not pasted',
      "paste: 'refused',",
      "paste: 'text',",
      'a count that was pasted is not there',
      'test/ui/console/counted.test.ts',
    ],
  ]),
  ...inFile('src/ui/state/bulk-items.ts', MARKS, [
    [
      'many: high risk is left out and named',
      "if (facts.risk === 'high') return { name, because: 'high risk, so only by itself' };",
      '',
      'the sheet lists each with its command, leaves out high risk by name, and takes the count typed',
    ],
    [
      'many: what is not pending is left out',
      "if (facts.state !== 'pending') return { name, because: decided(facts) };",
      '',
      'a list that changes while it is asked about is asked about anew',
    ],
    [
      'many: each with the revision that was listed',
      'revision: facts.revision ?? 0 }',
      'revision: (facts.revision ?? 0) + 1 }',
      'the sheet lists each with its command, leaves out high risk by name, and takes the count typed',
    ],
    [
      'many: the most urgent is started first',
      'listed.toSorted((a, b) => b.priority - a.priority)',
      'listed',
      'what is started is in the order of its priority',
      GESTURES,
    ],
  ]),
  ...inFile('src/ui/sheets/kinds/bulk.ts', MARKS, [
    [
      'many: another list is another question',
      "return { kind: 'revised', revision: 0 };",
      "return { kind: 'same' };",
      'one of many that changes while it is asked about, as many as before: nothing is approved that was not seen',
      'test/ui/console/counted.test.ts',
    ],
    [
      'many: what nobody takes back is seen to its end',
      'needsNoEnd: ({ verb }) => !TO_THE_END.has(verb),',
      'needsNoEnd: () => true,',
      'with a screen that cannot show all, it has to be scrolled to the end first',
    ],
  ]),
  ...inFile('src/ui/state/reduce.ts', KEYS, [
    [
      'a new size disarms',
      'return disarm(cursorsInSight({ ...view, size: event.size }, context.data));',
      'return still(cursorsInSight({ ...view, size: event.size }, context.data));',
      'a resize',
    ],
    ['a report disarms', 'return disarm(view);', 'return still(view);', '%s puts the focus back and asks again'],
    [
      'a new revision disarms',
      'const next = disarmed({ ...revised,',
      'const next = ({ ...revised,',
      'a new revision, which is also what is decided then',
    ],
    [
      'other buttons disarm',
      'if (idsOf(before) === idsOf(sheet)) return still({ ...view, sheet });',
      "if (idsOf(before) !== '') return still({ ...view, sheet });",
      'whoever is about to cancel what somebody else cancels does not kill it with the same Enter',
      ACT,
    ],
    [
      'a question that is not on the screen takes no key',
      "if (!sheetFits(view.size) && event.name !== 'Escape') return still(view);",
      '',
      'also one that the terminal has answered for: what is not on the screen is not decided',
      'test/ui/console/small-screen.test.ts',
    ],
    [
      'over a sheet the mouse reaches nothing behind it',
      'return still({ ...view, sheet: clickedSheet(view.sheet, event) });',
      'return still(mouseOnLists(view, event, context));',
      'over an open sheet nothing behind it can be reached, and nothing is decided',
      'test/ui/console/mouse.test.ts',
    ],
  ]),
  ...inFile('src/ui/state/actions/open-sheet.ts', KEYS, [
    [
      'the rest of the read is thrown away',
      "still(view, [{ kind: 'open-sheet', item }, { kind: 'drop-pending' }])",
      "still(view, [{ kind: 'open-sheet', item }])",
      'the same as keys of one read opens a sheet, throws the rest away and decides nothing',
    ],
  ]),
  ...inFile('src/ui/state/actions/press.ts', 'test/ui/state/lock.test.ts', [
    [
      'L: what changes something is off',
      "const isLocked = action.group === 'act' && view.locked !== undefined;",
      'const isLocked = false;',
      'locked, every key that changes something says how to unlock, and does nothing',
    ],
    [
      'read-only: what changes something is off',
      "if (action.group === 'act' && known.readOnly) return",
      "if (action.group === 'act' && name === '') return",
      'read-only: every key that changes something is off',
      'test/ui/state/lists.test.ts',
    ],
  ]),
  ...inFile('src/ui/state/actions/lock.ts', 'test/ui/state/lock.test.ts', [
    [
      'read-only cannot be unlocked',
      "if (readOnly) return 'read-only: this console cannot be unlocked';",
      '',
      'read-only cannot be unlocked',
    ],
  ]),
  ...inFile('src/ui/state/actions/session.ts', KEYS, [
    [
      'leaving with the engine here asks',
      "if (!context.engineHere) return still(view, [{ kind: 'leave', how: 'detach', exitCode: 0 }]);",
      "if (!context.readOnly) return still(view, [{ kind: 'leave', how: 'detach', exitCode: 0 }]);",
      'q with the engine here opens a sheet, and Enter on it goes back',
    ],
    [
      'Ctrl-Z with the engine here asks',
      "return context.engineHere ? leave(view, context) : still(view, [{ kind: 'suspend' }]);",
      "return still(view, [{ kind: 'suspend' }]);",
      'with the engine here it asks as q does',
      ACTIONS,
    ],
    [
      'read-only does not suspend',
      'if (context.readOnly)',
      'if (context.readOnly && at < 0)',
      'read-only it is off',
      ACTIONS,
    ],
  ]),
  ...inFile('src/ui/state/actions/output.ts', 'test/ui/output/keys.test.ts', [
    [
      'read-only opens no pager',
      '{ readOnly }) => (readOnly ?',
      '{ readOnly }) => (readOnly && !readOnly ?',
      'the pager is asked for, but not read-only',
    ],
  ]),
  ...inFile('src/ui/copy/copy-keys.ts', 'test/ui/copy/copy.test.ts', [
    [
      'read-only saves no file',
      "if (choice.kind === 'save-view' && readOnly) {",
      "if (choice.kind === 'save-view' && !view) {",
      'read-only the screen is copied and not saved',
    ],
  ]),
  ...inFile('src/ui/state/undo.ts', 'test/ui/console/undo.test.ts', [
    [
      'the message offers undo for a minute',
      'export const UNDO_OFFER_MS = 60_000;',
      'export const UNDO_OFFER_MS = 90_000;',
      'later u opens the list of the last changes: Enter takes the chosen one back',
    ],
    [
      'a decision is not offered back',
      "if (change.how.kind === 'never' || message",
      'if (message',
      'an approval stays, and u says what can be done instead',
    ],
  ]),
  ...inFile('src/engine/rules/undo.ts', 'test/engine/rules/undo.test.ts', [
    [
      'undo: what a job was since',
      'job.revision === is.revision && job.updatedAt === is.updatedAt && job.enabled === is.enabled',
      'job.revision === is.revision && job.enabled === is.enabled',
      'what undoing a change of a job',
    ],
    [
      'undo: what an alert was since',
      'is.state === now.state && is.acknowledgedAt === now.acknowledgedAt && is.snoozedUntil === now.snoozedUntil',
      'is.state === now.state',
      'what undoing a change of an alert would meet',
    ],
    [
      'undo: a job that has run stays',
      "standing === 'stands' && facts.hasRun === true ? 'has-run' : standing",
      'standing',
      'a job that was added and has run is not taken away again, whoever changed it',
    ],
  ]),
];
