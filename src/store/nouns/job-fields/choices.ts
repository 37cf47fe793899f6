/** The closed sets of words a job's fields may hold, in the order in which forms offer them. */

export const scheduleKinds = ['cron', 'at', 'every', 'manual'] as const;
export type ScheduleKind = (typeof scheduleKinds)[number];

export const misfirePolicies = ['skip', 'run_once', 'run_all'] as const;
export type MisfirePolicy = (typeof misfirePolicies)[number];

export const dstRules = ['cronie', 'skip', 'wall'] as const;
export type DstRule = (typeof dstRules)[number];

export const everyAnchors = ['start', 'end'] as const;
export type EveryFrom = (typeof everyAnchors)[number];

export const sessionTargets = ['shell', 'isolated', 'main'] as const;
export type SessionTarget = (typeof sessionTargets)[number];

export const jobTypes = ['standard', 'watchdog'] as const;
export type JobType = (typeof jobTypes)[number];

export const jobClasses = ['standard', 'pre_compaction_flush'] as const;
export type JobClass = (typeof jobClasses)[number];

export const payloadKinds = ['shellCommand', 'agentTurn', 'systemEvent'] as const;
export type PayloadKind = (typeof payloadKinds)[number];

export const payloadScopes = ['own', 'global'] as const;
export type PayloadScope = (typeof payloadScopes)[number];

export const executionIntents = ['execute', 'plan'] as const;
export type ExecutionIntent = (typeof executionIntents)[number];

export const overlapPolicies = ['skip', 'queue', 'allow', 'replace'] as const;
export type OverlapPolicy = (typeof overlapPolicies)[number];

export const poolPolicies = ['skip', 'wait'] as const;
export type PoolPolicy = (typeof poolPolicies)[number];

export const engineExitRules = ['keep', 'stop'] as const;
export type EngineExitRule = (typeof engineExitRules)[number];

export const triggerOccasions = ['success', 'failure', 'complete', 'attempt_failure'] as const;
export type TriggerOn = (typeof triggerOccasions)[number];

export const approvalScopes = ['chain', 'all'] as const;
export type ApprovalScope = (typeof approvalScopes)[number];

export const approvalDefaults = ['approve', 'reject'] as const;
export type ApprovalAuto = (typeof approvalDefaults)[number];

export const approvalRisks = ['normal', 'high'] as const;
export type ApprovalRisk = (typeof approvalRisks)[number];

export const deliveryModes = ['none', 'announce', 'announce-always'] as const;
export type DeliveryMode = (typeof deliveryModes)[number];

export const deliveryGuarantees = ['at-most-once', 'at-least-once'] as const;
export type DeliveryGuarantee = (typeof deliveryGuarantees)[number];

export const contextRetrievals = ['none', 'recent', 'hybrid'] as const;
export type ContextRetrieval = (typeof contextRetrievals)[number];
