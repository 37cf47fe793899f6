import { expect, test } from 'vitest';
import { plainOf } from '../../../src/ui/layout/line.ts';
import { drawPanel } from '../../../src/ui/panels/panel.ts';
import { anApproval, at, page } from '../scenes/builders.ts';
import { aScene, aView, DATA } from '../scenes.ts';

const decided = (name: string, more: object) => ({
  ...anApproval(7, name),
  status: 'approved',
  decidedAt: at('14:20:11'),
  askedAt: at('13:29:00'),
  decidedBy: { kind: 'person', name: 'root', via: 'console' },
  ...more,
});
const rows = [decided('publish-release-candidate-notes', {}), decided('deploy-web', {})];

test('below the questions it is told whole who decided and after how long', () => {
  const data = { ...DATA, lists: { ...DATA.lists, 'approvals.decided': page(rows) } } as typeof DATA;
  const shown = drawPanel(aScene(aView(200, 60, 'runs'), data), 'approvals', 'box', 60, 17)
    .map(plainOf)
    .join('\n');
  expect(shown).toMatch(/✓ approved {2}publish-\S*…\S* +root {2}(after )?51m11s/);
});

test('a short name leaves room for it in its own list', () => {
  const view = aView(60, 16, 'approvals');
  const scene = aScene({ ...view, tabs: { ...view.tabs, approvals: 'approvals.decided' } }, {
    ...DATA,
    lists: { ...DATA.lists, 'approvals.decided': page(rows.slice(1)) },
  } as typeof DATA);
  const shown = drawPanel(scene, 'approvals', 'rule', 60, 6).map(plainOf);
  expect(shown[2]).toMatch(/14:20:11 {2}✓ approved {2}deploy-web +root {2}after 51m11s/);
});
