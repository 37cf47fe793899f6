import { createServer, type IncomingHttpHeaders, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { createDelivery, type DeliveryOptions } from '../../../../src/engine/ports/delivery.ts';
import type { Road, SendAnswer } from '../../../../src/engine/rules/delivery.ts';
import type { Notice } from '../../../../src/store/nouns/notice.ts';
import { NOON } from '../../../support/builders.ts';

export type Received = { method: string; url: string; headers: IncomingHttpHeaders; body: string };
type Reply = (response: ServerResponse, received: Received) => void;

export const aNotice = (changes: Partial<Notice> = {}): Notice => ({
  id: 4,
  key: 'result:9',
  kind: 'result',
  channel: 'webhook',
  target: 'pager',
  jobId: 'j1',
  runId: 9,
  title: 'backup failed',
  body: 'exit 1\nzwölf 🦞',
  status: 'pending',
  attempts: 0,
  nextAttemptAt: NOON,
  createdAt: NOON,
  ...changes,
});

/** A real server on this machine that keeps what it got and answers as it is told. */
export const openReceiver = async (reply: Reply = (response) => response.end()) => {
  const received: Received[] = [];
  const listener: RequestListener = (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString('utf8');
      const got = { method: request.method ?? '', url: request.url ?? '', headers: request.headers, body };
      received.push(got);
      reply(response, got);
    });
  };
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.closeAllConnections();
      server.close(() => resolve());
    });
  onTestFinished(close);
  const { port } = server.address() as AddressInfo;
  return { received, port, url: `http://127.0.0.1:${port}`, close };
};

export const answering =
  (status: number, headers: Record<string, string> = {}, body = ''): Reply =>
  (response) => {
    response.writeHead(status, headers);
    response.end(body);
  };

export const send = (
  road: Road,
  options: Partial<DeliveryOptions> & { notice?: Partial<Notice>; signal?: AbortSignal } = {},
): Promise<SendAnswer> => {
  const { notice, signal = new AbortController().signal, ...rest } = options;
  const delivery = createDelivery({ env: {}, folder: '/', allowInsecure: false, ...rest });
  return delivery.send({ notice: aNotice(notice), road }, signal);
};
