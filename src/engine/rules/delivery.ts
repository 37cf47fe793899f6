import type { NewAlert } from '../../store/nouns/alert.ts';
import type { EnvValue } from '../../store/nouns/job-fields.ts';
import type { Notice } from '../../store/nouns/notice.ts';
import { counted } from './counted.ts';
import { alertTexts } from './texts.ts';

/** Where a secret is kept; it is read when a message is sent, and never stored. */
export type SecretSource = Exclude<EnvValue, string>;

export type DeliverySettings = {
  webhooks: Readonly<Record<string, { url: string; secret?: SecretSource }>>;
  ntfy?: { url: string; token?: SecretSource };
  /** Program and arguments; there is no shell. */
  commands: Readonly<Record<string, readonly string[]>>;
  allowInsecure: boolean;
  maxAttempts: number;
};

export const DELIVERY_DEFAULTS: DeliverySettings = {
  webhooks: {},
  commands: {},
  allowInsecure: false,
  maxAttempts: 10,
};

/** The ways out of here. */
export type Road =
  | { kind: 'webhook'; url: string; secret?: SecretSource }
  | { kind: 'ntfy'; url: string; topic: string; token?: SecretSource }
  | { kind: 'command'; name: string; words: readonly string[] };

export type Routing = { kind: 'open'; road: Road } | { kind: 'held'; reason: string };

/** What a road answered, before anybody has judged it. `text` is a short, clean excerpt without secrets. */
export type SendAnswer =
  | { kind: 'answered'; status: number; retryAfter?: string; text: string }
  | { kind: 'exited'; code: number; text: string }
  /** Nobody answered, or nothing could be sent at all. */
  | { kind: 'unanswered'; reason: string };

export type Verdict =
  | { kind: 'sent' }
  | { kind: 'postponed'; until: number; reason: string }
  | { kind: 'failed'; reason: string };

const STEPS_MS = [10_000, 60_000, 300_000, 900_000, 3_600_000];
const RETRY_AFTER_MAX_MS = 86_400_000;
const TOPIC = /^[-_A-Za-z0-9]{1,64}$/;
const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;
const CHARACTERS_MAX = 1_024;

/** How long a message waits after its n-th failed attempt (from 1), in ms. */
export const deliveryBackOffMs = (failures: number): number =>
  STEPS_MS[Math.min(Math.max(failures, 1), STEPS_MS.length) - 1] ?? 0;

/** The address that counts: the alias's where there is one, whatever channel the job names. */
export type Addressed = { channel?: string; target?: string; aliasChannel?: string; aliasTarget?: string };

export const addressOf = (given: Addressed): { channel: string; target: string } => ({
  channel: given.aliasChannel ?? given.channel ?? '',
  target: given.aliasTarget ?? given.target ?? '',
});

/** D-112. What cannot go out today is held with its reason, never dropped: names and settings are added later. */
export function routeOf(given: Addressed, settings: DeliverySettings): Routing {
  const { channel, target } = addressOf(given);
  if (target === '') return held('it has no target');
  if (given.aliasTarget === undefined && target.startsWith('@')) {
    return held(`there is no alias ${target}; add it with: openclaw-tui alias add`);
  }
  switch (channel) {
    case 'webhook':
      return webhookRoad(target, settings);
    case 'ntfy':
      return ntfyRoad(target, settings);
    case 'command': {
      const words = own(settings.commands, target);
      return words === undefined
        ? held(`there is no command ${shownTarget(target)} in delivery.commands`)
        : open({ kind: 'command', name: target, words });
    }
    default:
      return held(`channel ${channel === '' ? 'unknown' : channel} needs the gateway, and there is none`);
  }
}

function webhookRoad(target: string, settings: DeliverySettings): Routing {
  const named = own(settings.webhooks, target);
  const url = named?.url ?? target;
  if (!isUrl(url)) {
    return held(
      named === undefined
        ? `there is no webhook ${shownTarget(target)} in delivery.webhooks, and it is no URL`
        : `the URL of webhook ${target} is not one`,
    );
  }
  if (!isPrivateUrl(url, settings.allowInsecure)) return held(insecure(url));
  return open({ kind: 'webhook', url, ...(named?.secret === undefined ? {} : { secret: named.secret }) });
}

function ntfyRoad(topic: string, { ntfy, allowInsecure }: DeliverySettings): Routing {
  if (ntfy === undefined) return held('there is no ntfy server in delivery.ntfy');
  if (!TOPIC.test(topic)) return held('its ntfy topic must be 1–64 letters, digits, - or _');
  if (!isUrl(ntfy.url)) return held('delivery.ntfy is no URL');
  if (!isPrivateUrl(ntfy.url, allowInsecure)) return held(insecure(ntfy.url));
  return open({ kind: 'ntfy', url: ntfy.url, topic, ...(ntfy.token === undefined ? {} : { token: ntfy.token }) });
}

const open = (road: Road): Routing => ({ kind: 'open', road });
const held = (reason: string): Routing => ({ kind: 'held', reason });
const insecure = (url: string): string =>
  `${shownTarget(url)} is not encrypted; use https, or set delivery.allow_insecure`;

/** A name somebody configured; what every object inherits is no name. */
const own = <T>(record: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(record, name) ? record[name] : undefined;

const isUrl = (text: string): boolean => /^https?:\/\//i.test(text) && URL.canParse(text);

/** Nobody between can read it: https, or it never leaves this machine. */
export function isPrivateUrl(url: string, allowInsecure: boolean): boolean {
  const { protocol, hostname } = new URL(url);
  if (protocol === 'https:') return true;
  return protocol === 'http:' && (allowInsecure || isLoopback(hostname));
}

/** As a URL spells it: `127.1` and `2130706433` are 127.0.0.1 there. Names below `localhost` are asked of a name server. */
const isLoopback = (hostname: string): boolean =>
  hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);

/** A target as it may be shown and logged: of a URL the host only, since users, paths and queries hold tokens. */
export const shownTarget = (target: string): string =>
  target.replace(
    /^([a-z][\w+.-]*:\/\/)(?:[^/?#]*@)?([^/?#]*)(.*)$/is,
    (_all, scheme: string, host: string, rest: string) => `${scheme}${host}${rest === '' || rest === '/' ? '' : '/…'}`,
  );

/** What becomes of a message whose n-th attempt (from 1) was answered so. */
export function judge(answer: SendAnswer, attempt: number, maxAttempts: number, now: number): Verdict {
  const outlook = outlookOf(answer, now);
  if (outlook.kind === 'sent') return outlook;
  const { kind, reason } = outlook;
  if (kind === 'final') return { kind: 'failed', reason };
  if (attempt >= maxAttempts) return { kind: 'failed', reason: `${reason} (${counted(attempt, 'attempt')}, no more)` };
  return { kind: 'postponed', until: now + Math.max(deliveryBackOffMs(attempt), outlook.waitMs), reason };
}

type Outlook = { kind: 'sent' } | { kind: 'final'; reason: string } | { kind: 'again'; reason: string; waitMs: number };

function outlookOf(answer: SendAnswer, now: number): Outlook {
  if (answer.kind === 'unanswered') return { kind: 'again', reason: answer.reason, waitMs: 0 };
  if (answer.kind === 'exited') {
    if (answer.code === 0) return { kind: 'sent' };
    return { kind: 'again', reason: withText(`the command exited with ${answer.code}`, answer.text), waitMs: 0 };
  }
  const { status, retryAfter, text } = answer;
  if (status >= 200 && status < 300) return { kind: 'sent' };
  const reason = withText(`answered ${status}`, text);
  if (status !== 408 && status !== 429 && status < 500) return { kind: 'final', reason };
  return { kind: 'again', reason, waitMs: retryAfterMs(retryAfter, now) };
}

const withText = (reason: string, text: string): string => (text === '' ? reason : `${reason}: ${text}`);
/** Seconds or an HTTP date, in ms from `now`; a day at most, 0 when it says nothing. */
export function retryAfterMs(header: string | undefined, now: number): number {
  if (header === undefined) return 0;
  const text = header.trim();
  const ms = /^\d+$/.test(text) ? Number(text) * 1_000 : Date.parse(text) - now;
  return Number.isNaN(ms) ? 0 : Math.min(Math.max(0, ms), RETRY_AFTER_MAX_MS);
}

type Sent = Pick<Notice, 'channel' | 'target' | 'title' | 'jobId' | 'runId'>;

/** D-104. One alert for a target, however many messages it refuses; the next one that gets through resolves it. */
export function deliveryAlert(notice: Sent, reason: string, jobName?: string): NewAlert {
  const about = { title: notice.title, reason, ...(jobName === undefined ? {} : { jobName }) };
  return {
    kind: 'delivery-failed',
    key: deliveryAlertKey(notice),
    severity: 'warn',
    ...alertTexts.deliveryFailed(shownTarget(notice.target ?? ''), about),
    ...(notice.jobId === undefined ? {} : { jobId: notice.jobId }),
    ...(notice.runId === undefined ? {} : { runId: notice.runId }),
  };
}

export const deliveryAlertKey = ({ channel = '', target = '' }: Sent): string =>
  `delivery-failed:${target.startsWith('@') ? target : `${channel}:${shownTarget(target)}`}`;

/** D-104, D-112. One alert for a cause, whatever waits for it; it names no job, since it is none of theirs. */
export const heldAlert = (notice: Sent, reason: string): NewAlert => ({
  kind: 'delivery-failed',
  key: heldAlertKey(reason),
  severity: 'warn',
  ...alertTexts.deliveryHeld(reason, notice.title),
});

export const heldAlertKey = (reason: string): string => `delivery-held:${reason}`;

/** The message as JSON, for whoever reads it by program; the same bytes at every attempt. */
export const messageJson = (notice: Notice): string =>
  JSON.stringify({
    id: notice.id,
    kind: notice.kind,
    title: notice.title,
    body: notice.body,
    job_id: notice.jobId ?? null,
    run_id: notice.runId ?? null,
    created_at: new Date(notice.createdAt).toISOString(),
  });

/** What is wrong with an alias somebody wants to add; undefined when nothing is. The name comes without its `@`. */
export function aliasProblem({ name, channel, target }: { name: string; channel: string; target: string }) {
  if (!NAME.test(name))
    return { field: 'name', allowed: '1–64 letters, digits, ., - or _, beginning with a letter or digit' };
  if (!NAME.test(channel)) return { field: 'channel', allowed: 'webhook, ntfy, command, or a channel of the gateway' };
  const isPlain = target !== '' && target.length <= CHARACTERS_MAX && !/[\x00-\x1f\x7f]/.test(target);
  return isPlain
    ? undefined
    : { field: 'target', allowed: `1–${CHARACTERS_MAX} characters without control characters` };
}
