import type { JobDefinition } from '../../../src/store/nouns/job-fields.ts';
import { usageFailure } from '../../failure.ts';
import { localInstant } from './local-instant.ts';

/** The flags of `jobs add` and `jobs update`, as commander hands them over: durations in ms, those of seconds in seconds. */
export type JobFlags = {
  name?: string;
  description?: string;
  tag?: string[];
  disabled?: true;
  enabled?: true;
  set?: string[];
  cron?: string;
  tz?: string;
  every?: number;
  at?: string;
  in?: string;
  parent?: string;
  triggerOn?: string;
  triggerDelay?: number;
  triggerCondition?: string;
  shell?: string;
  agent?: string;
  main?: string;
  agentId?: string;
  cwd?: string;
  env?: string[];
  timeout?: number;
  overlap?: string;
  pool?: string;
  poolPolicy?: string;
  priority?: number;
  retries?: number;
  retryDelay?: number;
  approval?: true;
  approvalScope?: string;
  approvalRisk?: string;
  approvalTimeout?: number;
  deliveryTo?: string;
  deliveryChannel?: string;
};

export type FlagContext = {
  machineZone: string;
  /** The id of the job that --parent names. */
  parentId(wanted: string): string;
  /** What the flags are a change of, when the job is there already. */
  stored?: JobDefinition;
};

const FLAG_NAMES: readonly (keyof JobFlags)[] = [
  ...([
    'name',
    'description',
    'tag',
    'disabled',
    'enabled',
    'set',
    'cron',
    'tz',
    'every',
    'at',
    'in',
    'parent',
    'triggerOn',
  ] as const),
  ...([
    'triggerDelay',
    'triggerCondition',
    'shell',
    'agent',
    'main',
    'agentId',
    'cwd',
    'env',
    'timeout',
    'overlap',
  ] as const),
  ...([
    'pool',
    'poolPolicy',
    'priority',
    'retries',
    'retryDelay',
    'approval',
    'approvalScope',
    'approvalRisk',
  ] as const),
  ...(['approvalTimeout', 'deliveryTo', 'deliveryChannel'] as const),
];

/** The first job flag that was given, as it was written. */
export function givenFlag(flags: JobFlags): string | undefined {
  const name = FLAG_NAMES.find((each) => flags[each] !== undefined);
  return name?.replace(/^|[A-Z]/g, (letter) => (letter === '' ? '--' : `-${letter.toLowerCase()}`));
}

/** The job definition that the flags stand for; throws a usage failure where they contradict each other. */
export function jobFromFlags(flags: JobFlags, context: FlagContext): Record<string, unknown> {
  onlyOneOf(flags, ['enabled', 'disabled']);
  const fields = {
    name: flags.name,
    description: flags.description,
    tags: flags.tag,
    enabled: flags.disabled === true ? false : flags.enabled,
    ...scheduleFields(flags, context),
    ...workFields(flags, context.stored),
    ...ruleFields(flags, context.stored),
    ...setFields(flags.set ?? []),
  };
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

function scheduleFields(flags: JobFlags, context: FlagContext): Record<string, unknown> {
  onlyOneOf(flags, ['cron', 'every', 'at', 'in', 'parent']);
  // Who types a time means the clock on the wall beside the keyboard.
  const zone = flags.tz ?? zoneOf(context.stored) ?? context.machineZone;
  return {
    schedule_cron: flags.cron,
    schedule_tz: flags.cron === undefined ? flags.tz : zone,
    schedule_every_ms: flags.every,
    schedule_at: flags.at === undefined ? relative(flags.in) : localInstant(flags.at, zone),
    parent_id: flags.parent === undefined ? undefined : context.parentId(flags.parent),
    trigger_on: flags.triggerOn,
    trigger_delay_s: flags.triggerDelay,
    trigger_condition: flags.triggerCondition,
  };
}

/** A job that has a wall clock already keeps it. */
const zoneOf = (stored: JobDefinition | undefined): string | undefined =>
  stored?.schedule_kind === 'cron' ? stored.schedule_tz : undefined;

const relative = (text: string | undefined): string | undefined =>
  text === undefined ? undefined : `in ${text.trim().replace(/^in\s+/, '')}`;

function workFields(flags: JobFlags, stored: JobDefinition | undefined): Record<string, unknown> {
  onlyOneOf(flags, ['shell', 'agent', 'main']);
  return {
    ...targetFields(flags),
    agent_id: flags.agentId,
    cwd: flags.cwd,
    // A flag names one variable; the others of a stored job stay.
    env: flags.env === undefined ? undefined : { ...stored?.env, ...Object.fromEntries(flags.env.map(variableOf)) },
  };
}

function targetFields(flags: JobFlags): Record<string, unknown> {
  if (flags.shell !== undefined) return { session_target: 'shell', payload_message: flags.shell };
  if (flags.agent !== undefined) return { session_target: 'isolated', payload_message: flags.agent };
  return flags.main === undefined ? {} : { session_target: 'main', payload_message: flags.main };
}

function ruleFields(flags: JobFlags, stored: JobDefinition | undefined): Record<string, unknown> {
  const hasParent = flags.parent !== undefined || stored?.parent_id !== undefined;
  return {
    run_timeout_ms: flags.timeout,
    overlap_policy: flags.overlap,
    resource_pool: flags.pool,
    pool_policy: flags.poolPolicy,
    priority: flags.priority,
    max_retries: flags.retries,
    retry_delay_s: flags.retryDelay,
    approval_required: flags.approval,
    // A job without a parent would never ask with the default scope, and --approval says that it shall.
    approval_scope: flags.approvalScope ?? (flags.approval === true && !hasParent ? 'all' : undefined),
    approval_risk: flags.approvalRisk,
    approval_timeout_s: flags.approvalTimeout,
    delivery_to: flags.deliveryTo,
    delivery_channel: flags.deliveryChannel,
  };
}

function onlyOneOf(flags: JobFlags, names: readonly (keyof JobFlags)[]): void {
  const [first, second] = names.filter((name) => flags[name] !== undefined);
  if (first !== undefined && second !== undefined) {
    throw usageFailure('flags-conflict', `--${first} and --${second} exclude each other`, { field: `--${second}` });
  }
}

function variableOf(text: string): [name: string, value: string] {
  const [name, value] = splitPair('--env', text);
  return [name, value];
}

/** Values that are JSON are taken as what they are, others as text. */
function setFields(pairs: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const [field, text] = splitPair('--set', pair);
      return [field, jsonOrText(text)];
    }),
  );
}

function jsonOrText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON, so it is the text itself.
    return text;
  }
}

function splitPair(flag: string, text: string): [string, string] {
  const at = text.indexOf('=');
  if (at > 0) return [text.slice(0, at), text.slice(at + 1)];
  throw usageFailure('flag-value', `${flag} ${text}: name=value is allowed`, { field: flag });
}
