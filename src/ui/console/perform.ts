import type { Leave } from '../console-options.ts';
import type { CommandEffect, Effect } from '../state/events.ts';
import { type Core, stop } from './core.ts';
import { findOutput, openPager } from './output-reading.ts';
import { performCopy } from './perform-copy.ts';
import { performMany } from './perform-many.ts';
import { performPage } from './perform-page.ts';
import { databaseChanged } from './reading.ts';
import { runCommand } from './run-command.ts';
import { readSheet } from './sheet-source.ts';
import { requestStatus } from './status.ts';

export type Left = { leave: Leave; exitCode: number };

/** Does what the reducer only asks for. */
export function perform(core: Core, effect: Effect, onLeave: (left: Left) => void): void {
  const { options, queue } = core;
  switch (effect.kind) {
    case 'command':
      command(core, effect.command);
      return;
    case 'open-sheet': {
      const { item } = effect;
      queue.push({ type: 'sheet', item, content: readSheet(options, item), now: options.clock.monotonic() });
      return;
    }
    case 'bulk':
    case 'mark-all':
    case 'look-at-undos':
    case 'give-back':
      performMany(core, effect);
      return;
    case 'request-status':
      requestStatus(core, effect.serial);
      return;
    case 'drop-pending':
    case 'repaint':
    case 'theme':
    case 'mouse':
    case 'suspend':
      performOnTerminal(core, effect);
      return;
    case 'look-for-imports':
    case 'open-page':
    case 'page-command':
    case 'find-job':
    case 'find-namesakes':
      performPage(core, effect);
      return;
    case 'find-output':
      findOutput(core, effect);
      return;
    case 'look-at-moment':
      core.model.lookAtMoment();
      return;
    case 'pager':
      openPager(core);
      return;
    case 'copy':
    case 'copy-view':
    case 'save-view':
      performCopy(core, effect);
      return;
    case 'demo':
      options.startDemo?.();
      return;
    case 'leave':
      stop(core);
      onLeave({ leave: effect.how, exitCode: effect.exitCode });
  }
}

type TerminalEffect = Extract<Effect, { kind: 'drop-pending' | 'repaint' | 'theme' | 'mouse' | 'suspend' }>;

function performOnTerminal(core: Core, effect: TerminalEffect): void {
  const { terminal } = core.options;
  switch (effect.kind) {
    case 'drop-pending':
      terminal.dropPending();
      return;
    case 'repaint':
      terminal.repaint?.();
      return;
    case 'theme':
      terminal.chooseTheme?.(effect.name);
      return;
    case 'mouse':
      switchMouse(core);
      return;
    case 'suspend':
      terminal.suspend?.();
  }
}

function command(core: Core, effect: CommandEffect): void {
  const { options, queue } = core;
  queue.push({ type: 'result', effect, result: runCommand(options, effect), at: options.clock.now() });
  databaseChanged(core);
}

function switchMouse({ options: { terminal }, model }: Core): void {
  const state = terminal.isMouseOn?.() === true ? 'off' : 'on';
  terminal.setMouse?.(state);
  const hint = state === 'on' ? '; hold Shift to select text as before' : '';
  model.tell('good', '', `the mouse is ${state}${hint}`);
}
