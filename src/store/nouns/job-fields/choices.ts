/** The closed sets of words a job's fields may hold, in the order in which forms offer them. */

export const scheduleKinds = ['cron', 'at', 'every', 'manual'] as const;
export type ScheduleKind = (typeof scheduleKinds)[number];

export const misfirePolicies = ['skip', 'run_once', 'run_all'] as const;

export const dstRules = ['cronie', 'skip', 'wall'] as const;
export type DstRule = (typeof dstRules)[number];

export const everyAnchors = ['start', 'end'] as const;

export const sessionTargets = ['shell', 'isolated', 'main'] as const;
export type SessionTarget = (typeof sessionTargets)[number];

export const jobTypes = ['standard', 'watchdog'] as const;

export const jobClasses = ['standard', 'pre_compaction_flush'] as const;

export const payloadKinds = ['shellCommand', 'agentTurn', 'systemEvent'] as const;
export type PayloadKind = (typeof payloadKinds)[number];

export const payloadScopes = ['own', 'global'] as const;

export const executionIntents = ['execute', 'plan'] as const;

export const overlapPolicies = ['skip', 'queue', 'allow', 'replace'] as const;

export const poolPolicies = ['skip', 'wait'] as const;

export const engineExitRules = ['keep', 'stop'] as const;

export const triggerOccasions = ['success', 'failure', 'complete', 'attempt_failure'] as const;

export const approvalScopes = ['chain', 'all'] as const;

export const approvalDefaults = ['approve', 'reject'] as const;

export const approvalRisks = ['normal', 'high'] as const;

export const deliveryModes = ['none', 'announce', 'announce-always'] as const;

export const deliveryGuarantees = ['at-most-once', 'at-least-once'] as const;

export const contextRetrievals = ['none', 'recent', 'hybrid'] as const;
