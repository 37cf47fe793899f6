import type { Notice } from '../../../store/nouns/notice.ts';
import type { Road, SendAnswer } from '../../rules/delivery.ts';
import { headerText } from './header-text.ts';
import { type PostLimits, post } from './post.ts';
import { readSecret } from './secret.ts';

/** The server makes a file of what is longer. */
const MESSAGE_BYTES_MAX = 4_096;
const TITLE_CHARACTERS_MAX = 200;
const CUT = '\n… (cut)';

/** The body as text, the title as a header. */
export async function sendToNtfy(
  notice: Notice,
  road: Extract<Road, { kind: 'ntfy' }>,
  env: Readonly<Record<string, string | undefined>>,
  limits: PostLimits,
): Promise<SendAnswer> {
  const token = readSecret(road.token, 'the token for ntfy', env);
  if (token.kind === 'refused') return { kind: 'unanswered', reason: token.reason };
  const headers: Record<string, string> = {
    'content-type': 'text/plain; charset=utf-8',
    'idempotency-key': headerText(notice.key),
    title: headerText([...notice.title].slice(0, TITLE_CHARACTERS_MAX).join('')),
  };
  if (token.value !== undefined) headers.authorization = `Bearer ${token.value}`;
  const secrets = token.value === undefined ? [] : [token.value];
  return post({ url: topicUrl(road), headers, body: cutToBytes(notice.body), secrets }, limits);
}

function topicUrl({ url, topic }: { url: string; topic: string }): string {
  const server = new URL(url);
  server.pathname = `${server.pathname.replace(/\/+$/, '')}/${topic}`;
  return server.href;
}

/** At a character's border, and marked. */
function cutToBytes(text: string): string {
  const bytes = Buffer.from(text);
  if (bytes.length <= MESSAGE_BYTES_MAX) return text;
  let end = MESSAGE_BYTES_MAX - Buffer.byteLength(CUT);
  while (end > 0 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  return `${bytes.subarray(0, end).toString('utf8')}${CUT}`;
}
