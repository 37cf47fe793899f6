import type { View } from './view.ts';

/** The lists follow what happens again. */
export function thawed(view: View): View {
  const { frozen: _, ...rest } = view;
  return rest;
}
