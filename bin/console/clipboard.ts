import type { ConsoleOptions, Kept } from '../../src/ui/console-options.ts';
import { type ClipboardWay, COPY_BYTES_MAX, clipboardSequence } from '../../src/ui/copy/osc52.ts';
import type { Environment } from '../config/settings.ts';
import { saveView } from './saved-views.ts';

export type ClipboardTools = {
  env: Environment;
  home: string;
  readOnly: boolean;
  now(): number;
  /** Gives a sequence to the terminal; false where it takes none just now. */
  write(sequence: string): boolean;
};

/** The terminal's clipboard; what it cannot take goes into a file whose name is told. */
export function createKeeping(tools: ClipboardTools): NonNullable<ConsoleOptions['keeping']> {
  const save = (text: string, format: 'text' | 'ansi' | 'svg'): Kept =>
    tools.readOnly
      ? { kind: 'failed', because: 'read-only: saving is off' }
      : saveView(tools.home, tools.now(), text, format);
  const instead = (text: string, because: string): Kept => {
    const saved = save(text, 'text');
    return saved.kind === 'saved' ? { ...saved, because } : { kind: 'failed', because: `not copied: ${because}` };
  };
  return {
    save,
    copy(text) {
      const way = wayOf(tools.env);
      if (way === undefined) return instead(text, 'this terminal has no clipboard for us');
      if (Buffer.byteLength(text) > COPY_BYTES_MAX) return instead(text, 'too long for a terminal’s clipboard');
      return tools.write(clipboardSequence(text, way)) ? { kind: 'copied' } : instead(text, 'the terminal is behind');
    },
  };
}

/** Mosh passes nothing on; the kernel's own console and dumb terminals have no clipboard. */
function wayOf(env: Environment): ClipboardWay | undefined {
  if (env.TMUX !== undefined) return 'tmux';
  if (env.STY !== undefined) return 'screen';
  if ((env.MOSH_KEY ?? env.MOSH_SERVER_PID) !== undefined) return undefined;
  return /^(linux|dumb|vt\d|ansi)/.test(env.TERM ?? '') || env.TERM === undefined ? undefined : 'terminal';
}
