import { expect, test } from 'vitest';
import { withoutDenied } from '../../../src/engine/rules/denied-variables.ts';

test('R-12 our own variables, npm’s and a service manager’s are nobody’s, and neither is what the configuration names', () => {
  const own = {
    PATH: '/bin',
    OPENCLAW_TUI_HOME: '/h',
    OPENCLAW_TUI_DB: '/d',
    OPENCLAW_GATEWAY_PASSWORD: 'p',
    npm_config_registry: 'r',
    NOTIFY_SOCKET: '/run/n',
    WATCHDOG_USEC: '1',
    AWS_SECRET_ACCESS_KEY: 's',
    AWS: 'kept',
    SSH_AUTH_SOCK: '/s',
    XDG_RUNTIME_DIR: '/run',
    'A.B': 'dot',
    AXB: 'kept',
    K1: 'one',
    K12: 'kept',
  };
  expect(withoutDenied(own, ['AWS_*', 'SSH_AUTH_SOCK', '*_RUNTIME_DIR', 'A.B', 'K?'])).toEqual({
    PATH: '/bin',
    AWS: 'kept',
    AXB: 'kept',
    K12: 'kept',
  });
  expect(withoutDenied({ PATH: '/bin', HOME: '/h' }, ['*'])).toEqual({});
});
