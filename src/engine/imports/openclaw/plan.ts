import { identityOf, type PlannedItem, RUN_TIMEOUT_LONGEST_MS, shellWord } from '../planned.ts';
import { scheduleFields } from './schedule.ts';

export type OpenclawContext = { machineZone: string; now: number };
type Fields = Readonly<Record<string, unknown>>;
type Reading = { job: Record<string, unknown>; notes: string[] } | { refused: string };

/** OpenClaw's own cron jobs of any of its versions, as it stores them: what becomes of each, and what cannot. */
export function planOpenclaw(jobs: readonly unknown[], context: OpenclawContext): PlannedItem[] {
  return jobs.map((job, index) => planJob(isFields(job) ? job : {}, index, context));
}

function planJob(source: Fields, index: number, context: OpenclawContext): PlannedItem {
  const id = textOf(source.id);
  const name = textOf(source.displayName) ?? textOf(source.name) ?? id ?? `entry ${index + 1}`;
  const from = id === undefined ? `entry ${index + 1}` : id.slice(0, 8);
  if (id === undefined) return { kind: 'refused', from, name, reason: 'it has no id' };
  const reading = readJob(source, context);
  if ('refused' in reading) return { kind: 'refused', from, name, reason: reading.refused };
  return { kind: 'job', identity: identityOf('openclaw', id), from, ...reading };
}

function readJob(source: Fields, context: OpenclawContext): Reading {
  const owner = textOf(source.declarationKey);
  const payload = isFields(source.payload) ? source.payload : {};
  if (owner !== undefined) return { refused: `it belongs to OpenClaw itself (${owner})` };
  if (payload.kind === 'heartbeat') return { refused: 'a heartbeat belongs to OpenClaw itself' };
  const without = ['trigger', 'pacing', 'script'].find(
    (field) => source[field] !== undefined && source[field] !== null,
  );
  if (without !== undefined) return { refused: `its ${without} has no counterpart here` };
  const schedule = scheduleFields(isFields(source.schedule) ? source.schedule : {}, context);
  if ('refused' in schedule) return schedule;
  const work = payloadFields(source, payload);
  if ('refused' in work) return work;
  const delivery = deliveryFields(source, payload);
  return {
    job: {
      name: (textOf(source.name) ?? 'job').slice(0, NAME_MAX),
      ...optional('description', textOf(source.description)),
      ...schedule.job,
      ...work.job,
      ...delivery.job,
      ...(source.deleteAfterRun === true ? { delete_after_run: true } : {}),
      origin: 'openclaw',
    },
    notes: [
      ...(source.enabled === false ? ['it is switched off there'] : []),
      ...schedule.notes,
      ...work.notes,
      ...delivery.notes,
    ],
  };
}

const NAME_MAX = 200;

function payloadFields(source: Fields, payload: Fields): Reading {
  switch (payload.kind) {
    case 'agentTurn':
      return agentFields(source, payload);
    case 'systemEvent':
      return {
        job: { session_target: 'main', payload_message: textOf(payload.text) ?? '', ...agentOf(source) },
        notes: [],
      };
    case 'command':
      return commandFields(payload);
    default:
      return { refused: `its payload ${JSON.stringify(payload.kind ?? null)} has no counterpart here` };
  }
}

function agentFields(source: Fields, payload: Fields): Reading {
  const target = textOf(source.sessionTarget) ?? 'isolated';
  const key = target.startsWith('session:') ? target.slice('session:'.length) : undefined;
  if (target !== 'isolated' && key === undefined) {
    return { refused: `an agent turn in the session ${JSON.stringify(target)} has no counterpart here` };
  }
  const tools = Array.isArray(payload.toolsAllow) ? payload.toolsAllow.map(String) : ['*'];
  const seconds = secondsOf(payload.timeoutSeconds);
  return {
    job: {
      session_target: 'isolated',
      payload_message: textOf(payload.message) ?? '',
      ...agentOf(source),
      ...optional('payload_model', textOf(payload.model)),
      ...optional('payload_thinking', textOf(payload.thinking)),
      ...optional('preferred_session_key', key),
      ...(seconds === undefined ? {} : { run_timeout_ms: seconds * 1_000, payload_timeout_seconds: seconds }),
    },
    notes: [
      ...(tools.includes('*')
        ? []
        : [`its tools are not held to ${tools.join(', ')} here: the agent has all of its own`]),
      ...(payload.lightContext === true ? ['lightContext is not kept'] : []),
    ],
  };
}

function commandFields(payload: Fields): Reading {
  const words = Array.isArray(payload.argv) ? payload.argv.map(String) : [];
  if (words.length === 0) return { refused: 'its command has no words' };
  const seconds = secondsOf(payload.timeoutSeconds);
  const env = isFields(payload.env) ? payload.env : {};
  return {
    job: {
      session_target: 'shell',
      payload_message: words.map(shellWord).join(' '),
      ...optional('cwd', textOf(payload.cwd)),
      ...(Object.keys(env).length === 0
        ? {}
        : { env: Object.fromEntries(Object.entries(env).map(([name, value]) => [name, String(value)])) }),
      run_timeout_ms: seconds === undefined ? RUN_TIMEOUT_LONGEST_MS : seconds * 1_000,
    },
    notes: [],
  };
}

/** Older versions keep whom to tell in the payload. */
function deliveryFields(source: Fields, payload: Fields): { job: Record<string, unknown>; notes: string[] } {
  const own = isFields(source.delivery)
    ? source.delivery
    : payload.deliver === true
      ? { mode: 'announce', ...payload }
      : {};
  const mode = textOf(own.mode) ?? 'none';
  const [channel, to] = [textOf(own.channel), textOf(own.to)];
  if (mode === 'none') return { job: { delivery_mode: 'none' }, notes: [] };
  if (mode !== 'announce' || to === undefined || channel === undefined || channel === 'last') {
    const where = mode === 'announce' ? 'the channel used last' : `a ${mode}`;
    return {
      job: { delivery_mode: 'none' },
      notes: [`its results went to ${where}, which is not kept: nobody is told`],
    };
  }
  return { job: { delivery_mode: 'announce-always', delivery_channel: channel, delivery_to: to }, notes: [] };
}

const agentOf = (source: Fields): Record<string, unknown> => optional('agent_id', textOf(source.agentId));

const optional = (field: string, value: string | undefined): Record<string, unknown> =>
  value === undefined ? {} : { [field]: value };

const SECONDS_MAX = 604_800;
function secondsOf(value: unknown): number | undefined {
  return typeof value === 'number' && value >= 1 ? Math.min(SECONDS_MAX, Math.round(value)) : undefined;
}

const textOf = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);
const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
