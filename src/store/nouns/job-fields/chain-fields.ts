import {
  choice,
  described,
  flag,
  line,
  optionalChoice,
  optionalLine,
  optionalWhole,
  TEXT_BYTES_MAX,
  whole,
} from './builders.ts';
import { approvalDefaults, approvalRisks, approvalScopes, triggerOccasions } from './choices.ts';

/** What causes a child, and when a person is asked first. */
export const chainFields = {
  parent_id: optionalLine('id of the job whose end starts this one'),
  trigger_on: optionalChoice(triggerOccasions, "which end of the parent's run starts this job"),
  trigger_delay_s: optionalWhole({ min: 0, max: 2_592_000 }, "seconds between the parent's end and the start"),
  trigger_condition: described(
    line(TEXT_BYTES_MAX)
      .regex(/^(contains|regex):./)
      .optional(),
    'contains:TEXT or regex:PATTERN',
    "what the parent's output must contain",
  ),
  max_trigger_fanout: whole({ min: 1, max: 1_000 }, 25, 'most children one end may start'),
  approval_required: flag(false, 'a person is asked before the job runs'),
  approval_scope: choice(approvalScopes, 'chain', 'chain asks only when a parent caused the run, all asks every time'),
  approval_timeout_s: whole({ min: 1, max: 31_536_000 }, 3_600, 'how long the question stays open'),
  approval_auto: choice(approvalDefaults, 'reject', 'what happens when nobody answers'),
  approval_risk: choice(approvalRisks, 'normal', "high: the approver types the job's name"),
  max_pending_approvals: whole({ min: 1, max: 1_000 }, 10, 'most questions of the job that may be open'),
};
