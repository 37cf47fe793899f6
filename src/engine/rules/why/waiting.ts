import type { Decision, ReasonCode } from '../../../store/nouns/decision.ts';
import type { WhyApproval, WhyRun, WhyWaiting } from '../../../store/nouns/why.ts';
import { TURNS_AT_ONCE_MAX } from '../admit.ts';
import { pauseOf, pauseText } from '../pause.ts';
import { spellDuration } from '../spell-duration.ts';
import type { Answer, WhyFacts } from './facts.ts';
import { holdersText, placeText } from './line.ts';
import { remedyFor } from './reasons.ts';
import { asArgument, awayText, clockAndAway, clockOf, clockText, lengthText } from './words.ts';

/** What one dispatch waits for: since when, behind whom, until when, and what lets it go. */
export function explainWaiting(facts: WhyFacts, waiting: WhyWaiting): Answer {
  const { dispatch } = waiting;
  if (dispatch.status === 'awaiting_approval') return asks(facts, waiting);
  if (dispatch.blockedOn !== undefined) return blocked(facts, waiting, dispatch.blockedOn);
  if (dispatch.dueAt > facts.now) return later(facts, waiting);
  return itsTurn(facts, waiting);
}

const nameOf = ({ record }: WhyFacts): string => record.job.definition.name;
const remedyOf = (facts: WhyFacts, reason: ReasonCode): string => remedyFor(reason, facts.record.job.definition);

const CAUSES = {
  schedule: 'a scheduled dispatch',
  manual: 'a dispatch by hand',
  chain: 'a dispatch of its chain',
  retry: 'a retry',
} as const;

/** Equal decisions of several dispatches share a row, so that the row may be older than this one. */
function sinceOf({ dispatch, said }: WhyWaiting): number {
  return Math.max(dispatch.createdAt, Math.min(said?.firstAt ?? dispatch.dueAt, said?.lastAt ?? dispatch.dueAt));
}

function asks(facts: WhyFacts, { approval, dispatch }: WhyWaiting): Answer {
  const name = nameOf(facts);
  const code = 'awaiting-approval';
  if (approval === undefined)
    return { code, reason: 'approval-asked', text: `${name} waits for an approval that is being answered` };
  const then = approval.onTimeout === 'approve' ? 'it is approved' : 'it is rejected';
  const left = `without an answer ${then} at ${clockText(approval.expiresAt, facts)}, ${awayText(approval.expiresAt, facts.now)}`;
  const risk = approval.risk === 'high' ? ' of high risk' : '';
  const cause = dispatch.cause === 'manual' ? ` for ${approval.requestedBy.name}` : '';
  return {
    code,
    reason: 'approval-asked',
    text: `${name} waits for approval ${approval.id}${risk}, asked ${awayText(approval.askedAt, facts.now)}${cause}; ${left}`,
    remedy: answerText(approval, name),
  };
}

/** The commands that answer; where the risk is high the approver types the job's name. */
function answerText({ id, risk }: WhyApproval, name: string): string {
  const confirm = risk === 'high' ? ` --confirm ${asArgument(name)}` : '';
  return `approvals approve ${id}${confirm} or approvals reject ${id}`;
}

function blocked(facts: WhyFacts, waiting: WhyWaiting, blocker: string): Answer {
  const [kind = '', ...rest] = blocker.split(':');
  const what = rest.join(':');
  switch (kind) {
    case 'pool':
      return waitsBehind(
        facts,
        waiting,
        'pool-busy',
        `a slot of pool ${what}`,
        `pools set ${asArgument(what)} SLOTS gives it more slots`,
      );
    case 'job':
      return waitsBehind(facts, waiting, 'overlap-waiting', 'the end of its earlier run', stopText(waiting.holders));
    case 'limit':
      return waitsBehind(
        facts,
        waiting,
        'limit',
        what === 'turns'
          ? `one of the ${TURNS_AT_ONCE_MAX} agent turns at once`
          : 'one of the runs at once (max_active_runs)',
        what === 'turns' ? stopText(waiting.holders) : remedyOf(facts, 'limit'),
      );
    default:
      return waitsForPause(facts, waiting);
  }
}

const stopText = (holders: readonly WhyRun[]): string | undefined =>
  holders[0] === undefined ? undefined : `runs cancel ${holders[0].id} ends that run`;

function waitsBehind(
  facts: WhyFacts,
  waiting: WhyWaiting,
  reason: 'pool-busy' | 'overlap-waiting' | 'limit',
  what: string,
  remedy: string | undefined,
): Answer {
  const since = sinceOf(waiting);
  const parts = [
    `${nameOf(facts)} waits for ${what}${placeText(waiting.place)}, since ${clockText(since, facts)} (${lengthText(Math.max(0, facts.now - since))})`,
    ...holdersText(facts, waiting.holders),
    ...noEngine(facts),
  ];
  return { code: 'waiting', reason, text: parts.join('; '), ...(remedy === undefined ? {} : { remedy }) };
}

function waitsForPause(facts: WhyFacts, waiting: WhyWaiting): Answer {
  const { record, now } = facts;
  const pause = pauseOf(record.job, record.pauses, now);
  const since = clockText(sinceOf(waiting), facts);
  if (pause === undefined) {
    return {
      code: 'waiting',
      reason: 'paused',
      text: `${nameOf(facts)} waits since ${since} for a pause that has just ended${noEngineTail(facts)}`,
    };
  }
  const text = `${nameOf(facts)} waits since ${since}: ${pauseText(pause, clockOf(facts))}${placeText(waiting.place)}${noEngineTail(facts)}`;
  return { code: 'waiting', reason: 'paused', text, remedy: resumeText(facts) };
}

/** How the pause that holds the job is ended. */
export function resumeText(facts: WhyFacts): string {
  const { record, now } = facts;
  const pause = pauseOf(record.job, record.pauses, now);
  switch (pause?.scope) {
    case 'pool':
      return `resume --pool ${asArgument(pause.key)} ends the pause`;
    case 'tag':
      return `resume --tag ${asArgument(pause.key)} ends the pause`;
    case 'all':
      return 'resume ends the pause';
    case 'job':
    case undefined:
      return `resume ${asArgument(nameOf(facts))} ends the pause`;
  }
}

/** It is not due: a retry's back-off, a child's delay, a fire's jitter, or a guard that told it to look again. */
function later(facts: WhyFacts, waiting: WhyWaiting): Answer {
  const { dispatch, approval, source } = waiting;
  const name = nameOf(facts);
  const at = clockAndAway(dispatch.dueAt, facts);
  const said = dispatch.queued ? saidOf(facts, waiting) : undefined;
  if (said?.reason !== undefined) {
    const which = approval === undefined ? said.detail : `approval ${approval.id} of the job is still open`;
    const text = `${name} waits: ${which}; it looks again at ${at}${noEngineTail(facts)}`;
    const remedy = approval === undefined ? remedyOf(facts, said.reason) : answerText(approval, name);
    return { code: 'waiting', reason: said.reason, text, remedy };
  }
  if (dispatch.cause === 'retry' && dispatch.replayOf === undefined) {
    return {
      code: 'retry',
      reason: 'retry-pending',
      text: `${name} ${retryText(facts, waiting)}${noEngineTail(facts)}`,
      remedy: `jobs run ${asArgument(name)} does not wait for it`,
    };
  }
  const after = source === undefined ? '' : ` after run ${source.id} of ${source.jobName}`;
  return {
    code: 'delayed',
    text: `${name} starts at ${at}: ${CAUSES[dispatch.cause]}${after} is not due before${noEngineTail(facts)}`,
  };
}

/** Equal decisions share a row that names the newest dispatch, so that an older one finds it among those of the job. */
const saidOf = ({ record }: WhyFacts, { said }: WhyWaiting): Decision | undefined =>
  said ?? record.decisions.find(({ verdict }) => verdict === 'wait');

/** Which retry of how many, when, and how its wait comes about. */
function retryText(facts: WhyFacts, { dispatch, source }: WhyWaiting): string {
  const { definition } = facts.record.job;
  const { retry_delay_s: delay, retry_factor: factor, retry_max_delay_s: most, retry_jitter: jitter } = definition;
  const failed =
    source === undefined
      ? ''
      : ` after run ${source.id} ended ${source.status}${source.error === undefined ? '' : `, ${source.error}`}`;
  const steps = `${spellDuration(delay * 1_000)} × ${factor}^${dispatch.retryCount - 1}, at most ${spellDuration(most * 1_000)}`;
  const spread = jitter > 0 ? `, plus up to ${Math.round(jitter * 100)} %` : '';
  return `is tried again at ${clockAndAway(dispatch.dueAt, facts)}: retry ${dispatch.retryCount} of ${definition.max_retries}${failed} (${steps}${spread})`;
}

function itsTurn(facts: WhyFacts, waiting: WhyWaiting): Answer {
  const { dispatch } = waiting;
  const due = `${CAUSES[dispatch.cause]} is due since ${clockText(dispatch.dueAt, facts)} (${lengthText(facts.now - dispatch.dueAt)})`;
  const place = placeText(waiting.place);
  if (facts.engine === 'none') {
    const text = `${nameOf(facts)} waits for an engine${place}: ${due}, and none runs on this database`;
    return { code: 'waiting', reason: 'no-engine', text, remedy: remedyOf(facts, 'no-engine') };
  }
  if (facts.record.diskIsFull) {
    const text = `${nameOf(facts)} waits for room on the disk${place}: ${due}, and ${NO_ROOM}`;
    return { code: 'waiting', text, remedy: 'make room; alerts list says where and how much is left' };
  }
  return { code: 'waiting', text: `${nameOf(facts)} waits for its turn${place}: ${due}` };
}

const NO_ENGINE = 'no engine runs on this database';
const NO_ROOM = 'nothing starts while the disk is as full as it is';
function noEngine({ engine, record }: WhyFacts): string[] {
  if (engine === 'none') return [NO_ENGINE];
  return record.diskIsFull ? [NO_ROOM] : [];
}
export const noEngineTail = (facts: WhyFacts): string =>
  noEngine(facts)
    .map((text) => `; ${text}`)
    .join('');
