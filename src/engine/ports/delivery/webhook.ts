import { createHmac } from 'node:crypto';
import type { Notice } from '../../../store/nouns/notice.ts';
import { messageJson, type Road, type SendAnswer } from '../../rules/delivery.ts';
import { headerText } from './header-text.ts';
import { type PostLimits, post } from './post.ts';
import { readSecret } from './secret.ts';

type Env = Readonly<Record<string, string | undefined>>;

/** JSON, signed over its very bytes when a secret is configured; never unsigned when it cannot be read. */
export async function sendToWebhook(
  notice: Notice,
  road: Extract<Road, { kind: 'webhook' }>,
  env: Env,
  limits: PostLimits,
): Promise<SendAnswer> {
  const secret = readSecret(road.secret, 'the secret of the webhook', env);
  if (secret.kind === 'refused') return { kind: 'unanswered', reason: secret.reason };
  const body = messageJson(notice);
  const headers: Record<string, string> = {
    'content-type': 'application/json; charset=utf-8',
    'idempotency-key': headerText(notice.key),
  };
  if (secret.value !== undefined) headers['x-openclaw-signature'] = `sha256=${signatureOf(body, secret.value)}`;
  return post({ url: road.url, headers, body, secrets: secret.value === undefined ? [] : [secret.value] }, limits);
}

const signatureOf = (body: string, secret: string): string => createHmac('sha256', secret).update(body).digest('hex');
