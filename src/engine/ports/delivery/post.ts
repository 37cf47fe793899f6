import { isPrivateUrl, type SendAnswer } from '../../rules/delivery.ts';
import { excerptOf } from './excerpt.ts';

export type PostLimits = { timeoutMs: number; allowInsecure: boolean; signal: AbortSignal };
export type Post = { url: string; headers: Readonly<Record<string, string>>; body: string; secrets: readonly string[] };

const BODY_BYTES_MAX = 64 * 1024;
const REDIRECTS_MAX = 3;
/** Services put tokens into paths; what is as long as one is treated as one. */
const TOKEN_CHARACTERS_MIN = 16;
/** Others turn a POST into a GET, and the message would be lost on the way. */
const KEEPS_METHOD = [307, 308];

const PHRASES: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'the connection was refused',
  ECONNRESET: 'the connection was cut',
  EPIPE: 'the connection was cut',
  UND_ERR_SOCKET: 'the connection was cut',
  ENOTFOUND: 'there is no such host',
  EAI_AGAIN: 'the name of the host could not be looked up',
  ETIMEDOUT: 'nobody answered',
  UND_ERR_CONNECT_TIMEOUT: 'nobody answered',
  EHOSTUNREACH: 'the host is out of reach',
  ENETUNREACH: 'the network is out of reach',
  CERT_HAS_EXPIRED: 'the certificate has expired',
};

/** Posts once. Redirects are followed on the same host only, or a signature and a token would go to strangers. */
export async function post(given: Post, limits: PostLimits): Promise<SendAnswer> {
  const signal = AbortSignal.any([limits.signal, AbortSignal.timeout(limits.timeoutMs)]);
  const { url, authorization, secrets } = withoutUser(given);
  const request = { method: 'POST', body: given.body, redirect: 'manual', signal } as const;
  const headers = { 'user-agent': 'openclaw-tui', ...authorization, ...given.headers };
  try {
    let at = url;
    for (let redirects = 0; ; redirects += 1) {
      const response = await fetch(at, { ...request, headers });
      const next = redirects < REDIRECTS_MAX ? nextOf(response, at, limits.allowInsecure) : undefined;
      if (next === undefined) return await answerOf(response, secrets);
      await discard(response);
      at = next;
    }
  } catch (error) {
    return { kind: 'unanswered', reason: reasonOf(error, limits) };
  }
}

/** fetch refuses URLs with a user in them, and quotes them whole in its error. */
function withoutUser({ url, secrets }: Post) {
  const parsed = new URL(url);
  const told = secretsOf(parsed);
  const user = decoded(parsed.username);
  const password = decoded(parsed.password);
  parsed.username = '';
  parsed.password = '';
  const basic = Buffer.from(`${user}:${password}`).toString('base64');
  const isOpen = user === '' && password === '';
  return {
    url: parsed,
    authorization: isOpen ? {} : { authorization: `Basic ${basic}` },
    secrets: [...secrets, ...told, ...(isOpen ? [] : [basic])],
  };
}

/** What of a URL may be a token, as it stands there and as it is meant. */
function secretsOf({ pathname, search, password }: URL): string[] {
  const steps = pathname.split('/').filter((step) => step.length >= TOKEN_CHARACTERS_MIN);
  const values = search
    .slice(1)
    .split('&')
    .map((pair) => pair.slice(pair.indexOf('=') + 1));
  return [...steps, ...values, password].flatMap((text) => [text, decoded(text)]);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // A per cent sign that stands for itself.
    return text;
  }
}

function nextOf(response: Response, from: URL, allowInsecure: boolean): URL | undefined {
  const location = response.headers.get('location');
  if (!KEEPS_METHOD.includes(response.status) || location === null || !URL.canParse(location, from.href))
    return undefined;
  const to = new URL(location, from);
  const isUpgrade = from.protocol === 'http:' && to.protocol === 'https:' && from.port === '' && to.port === '';
  const isSame = to.origin === from.origin || (isUpgrade && to.hostname === from.hostname);
  if (!isSame || to.username !== '' || !isPrivateUrl(to.href, allowInsecure)) return undefined;
  return to;
}

async function answerOf(response: Response, secrets: readonly string[]): Promise<SendAnswer> {
  const { status, headers } = response;
  const retryAfter = headers.get('retry-after');
  if (response.ok) await discard(response);
  const text = response.ok ? '' : excerptOf(await readBeginning(response), secrets);
  return {
    kind: 'answered',
    status,
    text: status >= 300 && status < 400 ? 'it points elsewhere, and is not followed to another host' : text,
    ...(retryAfter === null ? {} : { retryAfter }),
  };
}

/** The status counts, whatever becomes of the rest. */
async function readBeginning(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of response.body ?? []) {
      chunks.push(chunk);
      size += chunk.byteLength;
      if (size >= BODY_BYTES_MAX) break;
    }
  } catch {
    // It was cut off; what came is enough.
  }
  return Buffer.concat(chunks).subarray(0, BODY_BYTES_MAX).toString('utf8');
}

async function discard(response: Response): Promise<void> {
  try {
    await response.body?.cancel();
  } catch {
    // Nobody waits for it.
  }
}

/** Never the error's own text: it may quote the URL. */
function reasonOf(error: unknown, { timeoutMs, signal }: PostLimits): string {
  if (signal.aborted) return 'the engine stopped meanwhile';
  const { name, code, cause } = error as { name?: string; code?: unknown; cause?: { code?: unknown } };
  if (name === 'TimeoutError') return `no answer within ${timeoutMs / 1_000} s`;
  const known = String(cause?.code ?? code ?? 'no reason given');
  return PHRASES[known] ?? `the connection failed (${excerptOf(known)})`;
}
