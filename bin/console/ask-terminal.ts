import type { Clock } from '../../src/engine/ports/clock.ts';
import type { Reply } from '../../src/ui/terminal/input-events.ts';
import type { OutputSink } from '../../src/ui/terminal/output-sink.ts';
import { backgroundOf } from '../../src/ui/theme/index.ts';
import type { Appearance, TerminalAnswers } from './appearance.ts';

/** Who answers does so within a round trip; the first frame waits no longer than this. */
export const ANSWER_MS = 200;
const HOME = '\u001b[H';
const ERASE = '\u001b[2J';
const ASK_BACKGROUND = '\u001b]11;?\u001b\\';
const ASK_CURSOR = '\u001b[6n';
const RULE = '─';
const COLUMN_BEHIND_WIDE = 3;

/**
 * Asks the terminal for its background and how wide it draws a rule. To be called behind the alternate screen, where nobody
 * sees the rule. The cursor's place is known to every terminal, so once it comes nothing else will: but for multiplexers,
 * which answer some questions themselves and pass others on.
 */
export function askTerminal(
  { glyphs, multiplexer, background: said = 'dark' }: Pick<Appearance, 'glyphs' | 'multiplexer' | 'background'>,
  ports: { clock: Pick<Clock, 'setTimer'>; replies: Set<(reply: Reply) => void>; sink: Pick<OutputSink, 'write'> },
): Promise<TerminalAnswers> {
  const { clock, replies, sink } = ports;
  return new Promise((resolve) => {
    let background: TerminalAnswers['background'] | undefined;
    let isWide: boolean | undefined;
    const listen = (reply: Reply): void => {
      if (reply.kind === 'colour' && reply.slot === 11) background = backgroundOf(reply);
      if (reply.kind === 'cursor') isWide = reply.column === COLUMN_BEHIND_WIDE;
      if (isWide !== undefined && (background !== undefined || !multiplexer)) settle();
    };
    const settle = (): void => {
      replies.delete(listen);
      cancel();
      resolve({ background: background ?? said, isWide: isWide ?? false });
    };
    const cancel = clock.setTimer(ANSWER_MS, settle);
    replies.add(listen);
    // Where a rule is no character of the terminal's, the place of the cursor only says that it has answered.
    const probe = glyphs === 'unicode' ? RULE : '';
    sink.write(ASK_BACKGROUND + HOME + probe + ASK_CURSOR + HOME + ERASE);
  });
}
