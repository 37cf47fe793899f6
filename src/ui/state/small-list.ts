/** What a page of it has on every screen. */
const PAGE_ROWS = 10;

/** Where the keys that move take the cursor of a small list over the lowest rows; undefined for every other key. */
export function movedIn(actionId: string | undefined, index: number, last: number): number | undefined {
  switch (actionId) {
    case 'down':
      return Math.min(Math.max(0, last), index + 1);
    case 'up':
      return Math.max(0, index - 1);
    case 'page.down':
      return Math.min(Math.max(0, last), index + PAGE_ROWS);
    case 'page.up':
      return Math.max(0, index - PAGE_ROWS);
    case 'first':
      return 0;
    case 'last':
      return Math.max(0, last);
    default:
      return undefined;
  }
}
