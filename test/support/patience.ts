/** For `vi.waitFor` and `vi.waitUntil`, whose own second is short on a machine with more to do; a test's own limit is beyond it. */
export const PATIENCE = { timeout: 25_000, interval: 20 };
/** The same for the built program, where every question starts a process. */
export const LONG_PATIENCE = { timeout: 60_000, interval: 100 };
