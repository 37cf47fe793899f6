import type { Kept } from '../console-options.ts';
import { renderView } from '../copy/render-view.ts';
import { drawScreen } from '../draw-screen.ts';
import { formatBytes } from '../format/index.ts';
import { inAscii } from '../layout/ascii.ts';
import type { Effect } from '../state/events.ts';
import type { Core } from './core.ts';

type CopyEffect = Extract<Effect, { kind: 'copy' | 'copy-view' | 'save-view' }>;

/** Copies or saves, and says where it went. */
export function performCopy(core: Core, effect: CopyEffect): void {
  const { keeping } = core.options;
  if (keeping === undefined) {
    core.model.tell('bad', '', 'there is no clipboard here');
    return;
  }
  switch (effect.kind) {
    case 'copy':
      tell(core, keeping.copy(effect.text), `the ${effect.what}`, effect.text);
      return;
    case 'copy-view': {
      const text = rendered(core, 'text');
      tell(core, keeping.copy(text), 'the screen', text);
      return;
    }
    case 'save-view': {
      const text = rendered(core, effect.format);
      tell(core, keeping.save(text, effect.format), 'the screen', text);
    }
  }
}

/** What is on the screen behind the list that asked. */
function rendered({ model, options }: Core, format: Parameters<typeof renderView>[2]): string {
  const { theme } = options.terminal;
  const lines = drawScreen(model.scene());
  return renderView(theme.glyphs === 'ascii' ? lines.map(inAscii) : lines, theme, format);
}

function tell({ model }: Core, kept: Kept, what: string, text: string): void {
  const size = formatBytes(Buffer.byteLength(text));
  switch (kept.kind) {
    case 'copied':
      model.tell('good', '✓', `gave ${what} to the terminal’s clipboard, ${size}`);
      return;
    case 'saved':
      model.tell(
        'good',
        '✓',
        `saved ${what}, ${size}: ${kept.path}${kept.because === undefined ? '' : ` (${kept.because})`}`,
      );
      return;
    case 'failed':
      model.tell('bad', '✗', kept.because);
  }
}
