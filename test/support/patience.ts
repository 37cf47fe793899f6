/** For `vi.waitFor` and `vi.waitUntil`, whose own second is short on a machine with more to do; a test's own limit is beyond it. */
export const PATIENCE = { timeout: 60_000, interval: 50 };
