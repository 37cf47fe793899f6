import type { Notice } from '../../store/nouns/notice.ts';
import { messageJson, type Road, type SendAnswer } from '../rules/delivery.ts';
import { runCommand } from './delivery/command.ts';
import { sendToNtfy } from './delivery/ntfy.ts';
import { sendToWebhook } from './delivery/webhook.ts';

export type OutgoingMessage = { notice: Notice; road: Road };

/** Sends one message by its road, once; never throws for what the other side does. */
export type Delivery = { send(message: OutgoingMessage, signal: AbortSignal): Promise<SendAnswer> };

export type DeliveryOptions = {
  /** Our own surroundings, where secrets are looked up. */
  env: Readonly<Record<string, string | undefined>>;
  /** Of these a command sees the harmless part; `env` unless given. */
  commandEnv?: Readonly<Record<string, string | undefined>>;
  /** Where commands run. */
  folder: string;
  allowInsecure: boolean;
  answerWithinMs?: number;
  commandWithinMs?: number;
};

const ANSWER_WITHIN_MS = 10_000;
const COMMAND_WITHIN_MS = 30_000;

export function createDelivery(options: DeliveryOptions): Delivery {
  const { env, folder, allowInsecure, answerWithinMs = ANSWER_WITHIN_MS } = options;
  const { commandWithinMs = COMMAND_WITHIN_MS } = options;
  return {
    async send({ notice, road }, signal) {
      const limits = { timeoutMs: answerWithinMs, allowInsecure, signal };
      switch (road.kind) {
        case 'webhook':
          return sendToWebhook(notice, road, env, limits);
        case 'ntfy':
          return sendToNtfy(notice, road, env, limits);
        case 'command':
          return runCommand(road.words, {
            input: messageJson(notice),
            env: options.commandEnv ?? env,
            folder,
            timeoutMs: commandWithinMs,
            signal,
          });
      }
    },
  };
}
