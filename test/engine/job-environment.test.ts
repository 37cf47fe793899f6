import { expect, test } from 'vitest';
import { createRealWorld } from './real-world.ts';

test('the environment a job begins with has exactly these names, and its secrets by their own names only', async () => {
  const kept = ['LANG', 'LOGNAME', 'SHELL', 'SSH_AUTH_SOCK', 'TMPDIR', 'TZ', 'USER', 'LC_TIME', 'XDG_RUNTIME_DIR'];
  const left = [
    'OUR_SECRET',
    'OPENCLAW_GATEWAY_TOKEN',
    'OPENCLAW_RUN_ID',
    'npm_config_x',
    'NODE_OPTIONS_X',
    'AWS_SESSION',
  ];
  const world = createRealWorld({ env: Object.fromEntries([...kept, ...left].map((name) => [name, 'UTC'])) });
  world.startEngine();
  world.runNow(
    world.addJob({
      payload_message: 'tr "\\0" "\\n" </proc/$$/environ | cut -d= -f1 | sort',
      env: { ADDED: '1', NAMED: { from_env: 'OUR_SECRET' } },
    }),
  );
  const run = await world.ended(1);
  const ours = ['ATTEMPT', 'CAUSE', 'IDEMPOTENCY_KEY', 'JOB_ID', 'JOB_NAME', 'LATE_MS', 'RUN_FOLDER', 'RUN_ID'];
  const names = world.stdout(run).trimEnd().split('\n');
  const others = names.filter((name) => !/^(LC|XDG)_/.test(name));
  const expected = ['ADDED', 'NAMED', 'HOME', 'PATH', ...kept.slice(0, -2), ...ours.map((name) => `OPENCLAW_${name}`)];
  expect(others.toSorted()).toEqual(expected.toSorted());
  expect(names).toEqual(expect.arrayContaining(['LC_TIME', 'XDG_RUNTIME_DIR']));
});
