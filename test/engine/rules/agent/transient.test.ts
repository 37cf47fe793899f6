import { expect, test } from 'vitest';
import { judgeReply } from '../../../../src/engine/rules/agent/reply.ts';
import { transientError } from '../../../../src/engine/rules/agent/transient.ts';

test.each([
  ['Overloaded', 'overloaded'],
  ['overloaded_error: try again later', 'overloaded'],
  ['⚠️ The AI service is temporarily overloaded. Please try again in a moment.', 'overloaded'],
  ['The model is currently overloaded, please retry', 'overloaded'],
  ['Rate limit reached.', 'rate limit'],
  ['API rate limit exceeded', 'rate limit'],
  ['rate_limit_error', 'rate limit'],
  ['429 Too Many Requests', 'rate limit'],
  ['HTTP 429: slow down', 'rate limit'],
  ['Error: 503', 'server error'],
  ['HTTP 500', 'server error'],
  ['502 Bad Gateway', 'server error'],
  ['529 {"type":"error"}', 'server error'],
  ['Service temporarily unavailable', 'server error'],
  ['504 Gateway Time-out', 'gateway time-out'],
  ['LLM request timed out.', 'time-out'],
  ['connect ECONNREFUSED 127.0.0.1:443', 'connection'],
  ['fetch failed', 'connection'],
  ['Context length exceeded', 'context exceeded'],
  ['Error: prompt is too long: 210000 tokens', 'context exceeded'],
  ["This model's maximum context length is 128000 tokens", 'context exceeded'],
  ['You exceeded your current quota, please check your plan', 'quota'],
  ['I tried it.\n\n❌ API error: rate limit exceeded', 'rate limit'],
])('D-56 %j is an error of the provider (%s)', (reply, name) => {
  expect(transientError(reply)?.name).toBe(name);
  expect(judgeReply(reply).kind).toBe('transient');
});

test.each([
  'The report is done; two requests met a rate limit and were repeated.',
  'Last night the API was overloaded, now all is well.',
  'Rate limits of the new plan: 40 a minute',
  'Rate limit reached in 3 of 40 requests, all repeated',
  'The server is overloaded at night, so I moved the job to noon',
  '500 files were copied',
  '500',
  '503 rows were changed.',
  'Error rates fell to 5 %',
  'Error 500s went down by half',
  'Internal server errors: none since Monday',
  'Context: the ledger was closed at noon',
  'Context window tests passed',
  'Connection errors were not seen',
  'The log says: HTTP 500 (twice), which is known',
  '- two gateway time-outs, both repeated',
  'Service unavailable messages have gone',
])('D-56 %j is an ordinary report', (reply) => {
  expect(transientError(reply)).toBeUndefined();
});

test('D-56 only the first 500 characters are looked at', () => {
  const far = `${'All went well. '.repeat(40)}\nHTTP 500`;
  expect(transientError(far)).toBeUndefined();
  expect(transientError(`All went well.\nHTTP 500${' '.repeat(600)}`)).toBeDefined();
});
