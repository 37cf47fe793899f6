/** Where the keys that move take the cursor of a small list over the lowest rows; undefined for every other key. */
export function movedIn(actionId: string | undefined, index: number, last: number): number | undefined {
  switch (actionId) {
    case 'down':
      return Math.min(Math.max(0, last), index + 1);
    case 'up':
      return Math.max(0, index - 1);
    case 'first':
    case 'page.up':
      return 0;
    case 'last':
    case 'page.down':
      return Math.max(0, last);
    default:
      return undefined;
  }
}
