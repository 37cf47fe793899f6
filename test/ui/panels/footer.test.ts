import { expect, test } from 'vitest';
import { plainOf } from '../../../src/ui/layout/line.ts';
import { helpRows } from '../../../src/ui/panels/footer.ts';
import { keysOf } from '../../../src/ui/state/actions/keyboard.ts';
import { ACTIONS } from '../../../src/ui/state/actions/table.ts';

test('the key list at 80 columns has every title whole, with blanks before the next column', () => {
  const rows = helpRows(80).map(plainOf);
  const text = rows.join('\n');
  for (const action of ACTIONS.filter(({ keys }) => keys.length > 0))
    expect(text).toContain(`${keysOf(action).padEnd(12)}${action.title}  `);
  for (const row of rows) expect(row).toHaveLength(80);
});
