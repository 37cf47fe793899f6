import type { PanelId, View } from '../state/view.ts';

/** Whether the keys go to this part: a small list over it takes them, and there is one focus on a screen. */
export const hasKeys = (
  { focus, going, copying, undoing, choosing }: Pick<View, 'focus' | 'going' | 'copying' | 'undoing' | 'choosing'>,
  part: PanelId | 'detail',
): boolean => focus === part && [going, copying, undoing, choosing].every((open) => open === undefined);
