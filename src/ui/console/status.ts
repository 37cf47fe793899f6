import type { TerminalReport } from '../console-options.ts';
import type { Core } from './core.ts';
import {
  answeredQuestion,
  doubted,
  LOST_MS,
  QUESTIONS_MAX,
  sentQuestion,
  waitedFor,
  withoutQuestion,
  withQuestion,
} from './questions.ts';
import { show } from './show.ts';

/** How often the line is measured. */
export const LINK_EVERY_MS = 30_000;
const FIRST_LINK_MS = 1_000;
/** A terminal that stands still is asked when it has been drawn anew. */
const ASK_AGAIN_MS = 50;

/** Asked behind the frame that shows the sheet or page: the answer proves that the terminal has it. */
export function requestStatus(core: Core, serial: number): void {
  queueMicrotask(() => {
    void core.written().then(() => {
      if (core.stopped) return;
      // Behind what is pending now comes another frame, and only that one shows the sheet.
      if (core.options.terminal.isBehind?.() !== true) ask(core, serial);
      else core.timers.after(`ask ${serial}`, ASK_AGAIN_MS, () => requestStatus(core, serial));
    });
  });
}

/** An answer is given to the oldest question; anything else disarms. */
export function onReport(core: Core, report: TerminalReport): void {
  const now = core.options.clock.monotonic();
  if (report !== 'status') {
    if (report === 'resume') core.questions = doubted(core.questions, now);
    core.dispatch({ type: 'report', report, now });
    return;
  }
  const { question, left } = answeredQuestion(core.questions, now);
  core.questions = left;
  if (question === undefined) return;
  if (question.sentAt !== undefined && !core.options.terminal.multiplexer)
    core.model.setLink(Math.max(1, now - question.sentAt));
  if (question.about === 'link') show(core);
  else core.dispatch({ type: 'status-answered', question: question.id, now });
}

/** Multiplexers answer for themselves, and say nothing of the line behind them. */
export function measureLink(core: Core): void {
  if (!core.options.terminal.multiplexer) core.timers.after('link', FIRST_LINK_MS, () => everyLink(core));
}

function everyLink(core: Core): void {
  const { terminal, clock } = core.options;
  const isAsked = waitedFor(core.questions, clock.monotonic()).length > 0;
  if (!isAsked && terminal.isBehind?.() !== true) ask(core, 'link');
  core.timers.after('link', LINK_EVERY_MS, () => everyLink(core));
}

function ask(core: Core, about: number | 'link'): void {
  const { terminal, clock } = core.options;
  const now = clock.monotonic();
  const id = core.questionCount;
  core.questionCount += 1;
  const waiting = waitedFor(core.questions, now);
  const sent = (): void => {
    core.questions = sentQuestion(core.questions, id, clock.monotonic());
    if (about !== 'link') core.dispatch({ type: 'status-sent', question: id, now: clock.monotonic() });
  };
  if (about !== 'link') core.dispatch({ type: 'status-asked', serial: about, question: id });
  // One that answers nothing is not asked for ever; what was asked about counts by time alone.
  if (waiting.length >= QUESTIONS_MAX) {
    sent();
    return;
  }
  core.questions = withQuestion(waiting, { id, about, lostAt: now + LOST_MS });
  if (!terminal.requestStatus(sent)) core.questions = withoutQuestion(core.questions, id);
}
