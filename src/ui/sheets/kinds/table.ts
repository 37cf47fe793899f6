import type { SheetItem } from '../../state/sheet.ts';
import type { SheetKind } from '../sheet-kind.ts';
import { approve } from './approve.ts';
import { bulk } from './bulk.ts';
import { cancelDispatch } from './cancel-dispatch.ts';
import { cancelRun } from './cancel-run.ts';
import { deleteJob } from './delete.ts';
import { disable } from './disable.ts';
import { enable } from './enable.ts';
import type { ItemOf } from './item-of.ts';
import { leave } from './leave.ts';
import { pause } from './pause.ts';
import { reject } from './reject.ts';
import { rerun } from './rerun.ts';
import { resume } from './resume.ts';
import { run } from './run.ts';
import { service } from './service.ts';
import { snooze } from './snooze.ts';
import { takeOver } from './take-over.ts';
import { unlock } from './unlock.ts';

/** Every kind of sheet there is. */
const SHEET_KINDS: { readonly [Kind in SheetItem['kind']]: SheetKind<ItemOf<Kind>> } = {
  approve,
  reject,
  run,
  rerun,
  pause,
  resume,
  snooze,
  'cancel-run': cancelRun,
  'cancel-dispatch': cancelDispatch,
  enable,
  disable,
  delete: deleteJob,
  leave,
  'take-over': takeOver,
  service,
  unlock,
  bulk,
};

// The item says which kind it is of, and so of which type is what that kind is given.
export const kindOf = (item: SheetItem): SheetKind => SHEET_KINDS[item.kind] as SheetKind;
