import { attempt } from '../attempt.ts';
import type { Core } from './core.ts';

/** A question whose sheet was on the screen, as its terminal says, and since when by the wall's clock. */
export type SeenSheet = { serial: number; approvalId: number; revision: number; fromAt: number };

/** Notes whose sheet is looked at; when it goes without a decision, that it was seen is kept. */
export function watchSeen(core: Core): void {
  const now = seenNow(core);
  const before = core.seen;
  const isSame = before !== undefined && before.serial === now?.serial && before.revision === now.revision;
  if (isSame || (before === undefined && now === undefined)) return;
  const isStillOpen = before !== undefined && isOpen(core, before);
  if (isStillOpen) return;
  if (before !== undefined) keepSeen(core);
  if (now !== undefined) core.seen = now;
}

/** Nobody waits for it, and nothing is lost but this where the database is busy. */
export function keepSeen(core: Core): void {
  const { seen, options } = core;
  delete core.seen;
  if (seen === undefined || options.readOnly === true) return;
  const { approvalId, revision, fromAt } = seen;
  attempt(() => options.commands.sawApproval(approvalId, { actor: options.actor, revision, fromAt }));
}

function seenNow({ model, options: { clock } }: Core): SeenSheet | undefined {
  const { sheet } = model.view();
  if (sheet === undefined || (sheet.item.kind !== 'approve' && sheet.item.kind !== 'reject')) return undefined;
  if (sheet.stage.kind !== 'asking' || sheet.arm.kind !== 'armed') return undefined;
  const { approvalId, revision } = sheet.item;
  const fromAt = Math.round(clock.now() - (clock.monotonic() - sheet.shownSinceAt));
  return { serial: sheet.serial, approvalId, revision, fromAt };
}

/** It may be disarmed for a while and still be read. */
function isOpen({ model }: Core, { serial, revision }: SeenSheet): boolean {
  const { sheet } = model.view();
  if (sheet === undefined || sheet.serial !== serial || sheet.stage.kind !== 'asking') return false;
  return 'revision' in sheet.item && sheet.item.revision === revision;
}
