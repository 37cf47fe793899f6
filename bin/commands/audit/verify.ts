import { counted } from '../../../src/engine/rules/counted.ts';
import type { AuditPlace } from '../../../src/store/upkeep/audit.ts';
import type { Context } from '../../context.ts';
import { Failure } from '../../failure.ts';
import { toDocument } from '../../output/documents.ts';

/** Entries looked at between two reads of where the chain begins. */
const SLICE_MAX = 1_000;
/** Housekeeping may remove the oldest entries under our hands; it does so once in five minutes. */
const TRIES_MAX = 3;

export function verifyAudit(context: Context): void {
  const { audit } = context.store().upkeep();
  for (let tried = 1; tried <= TRIES_MAX; tried += 1) {
    const start = audit.start();
    const found = walk(context, start);
    if (found.kind === 'intact') {
      const { checked, place } = found;
      const removed =
        start.id === 0 ? '' : `, after ${start.id} that ${start.id === 1 ? 'was' : 'were'} removed by age`;
      context.output.answer(toDocument({ intact: true, checked, from: start, to: place }), () => [
        `intact: ${counted(checked, 'entry', 'entries')}${removed}; the newest is ${place.id} with hash ${place.hash || 'none'}`,
      ]);
      return;
    }
    if (audit.start().id === start.id) {
      throw new Failure(
        'refused',
        'audit-broken',
        `the audit was changed: entry ${found.id} does not follow from the one before it`,
        {
          hint: `what stands from entry ${found.id} on cannot be relied on; compare with a backup`,
        },
      );
    }
  }
  throw new Failure('conflict', 'audit-busy', 'old entries are being removed; try again in a minute');
}

type Walked = { kind: 'intact'; checked: number; place: AuditPlace } | { kind: 'broken'; id: number };

function walk(context: Context, start: AuditPlace): Walked {
  const { audit } = context.store().upkeep();
  let place = start;
  let checked = 0;
  for (;;) {
    const slice = audit.check(place, SLICE_MAX);
    if (slice.kind === 'broken') return slice;
    place = slice.place;
    checked += slice.checked;
    if (!slice.more) return { kind: 'intact', checked, place };
  }
}
