import { describe, expect, test } from 'vitest';
import { tabsOfDetail } from '../../src/ui/detail/tabs.ts';
import { PANELS, TABS } from '../../src/ui/state/view.ts';
import { ALL_LISTS, DETAILS } from './scenes/lists.ts';
import { onFile, SIZES } from './scenes/on-file.ts';
import { firstStart } from './scenes/pictures.ts';
import { aScene, aView } from './scenes.ts';

const LISTS = PANELS.flatMap((panel) => TABS[panel].map((id) => [id, panel] as const));
const DETAIL_TABS = DETAILS.flatMap(([name, panel, detail]) =>
  tabsOfDetail(detail.detail).map((tab) => [name, tab, panel, detail] as const),
);

describe.each(SIZES)('at %d×%d', (columns, rows) => {
  test.each(LISTS)('the list %s is the one on file, and shows its first row', async (id, panel) => {
    const view = aView(columns, rows, panel);
    const shown = await onFile(`lists/${id}`, aScene({ ...view, tabs: { ...view.tabs, [panel]: id } }, ALL_LISTS));
    expect(shown).toMatch(/▸ +\S/);
  });

  test.each(DETAIL_TABS)('the detail %s on its tab %s is the one on file', async (name, tab, panel, detail) => {
    const view = aView(columns, rows, panel, { detailTab: tab, focus: 'detail' });
    await onFile(`lists/${name}-${tab}`, aScene(view, { ...ALL_LISTS, detail }));
  });

  test.each(DETAIL_TABS)(
    'the detail %s on its tab %s, zoomed, is the one on file',
    async (name, tab, panel, detail) => {
      const view = aView(columns, rows, panel, { detailTab: tab, focus: 'detail', zoom: true });
      await onFile(`lists/${name}-${tab}-zoomed`, aScene(view, { ...ALL_LISTS, detail }));
    },
  );

  test('the first start is the one on file', async () => {
    const scene = firstStart();
    await onFile('lists/start', { ...scene, view: { ...scene.view, size: { columns, rows } } });
  });
});

test.each([
  [59, 16],
  [60, 15],
  [40, 12],
  [24, 8],
])('at %d×%d, which is too small, the screen is the one on file', async (columns, rows) => {
  await onFile('lists/too-small', aScene(aView(columns, rows, 'runs'), ALL_LISTS));
});
