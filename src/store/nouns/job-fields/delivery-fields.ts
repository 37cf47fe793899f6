import * as z from 'zod';
import { choice, described, flag, line, optionalLine, optionalWhole, requiredChoice, text } from './builders.ts';
import { deliveryGuarantees, deliveryModes } from './choices.ts';

export const NAME_CHARACTERS_MAX = 200;
export const TAGS_MAX = 20;
export const TAG_CHARACTERS_MAX = 64;
export const DESCRIPTION_BYTES_MAX = 4_096;

// A character of UTF-8 takes four bytes at most, so the byte limit never refuses what the character limit allows.
const lineOfCharacters = (max: number) => line(max * 4).refine((given) => [...given].length <= max);

/** What a job is called and what is kept about it for people. */
export const labelFields = {
  name: described(
    z.string().trim().pipe(lineOfCharacters(NAME_CHARACTERS_MAX)),
    '1–200 characters without control characters',
    'what the job is called; need not be unique',
  ),
  enabled: flag(true, 'a disabled job runs by hand only'),
  description: described(
    text(DESCRIPTION_BYTES_MAX).optional(),
    'at most 4,096 bytes of text',
    'what the job is for, in your words',
  ),
  tags: described(
    z.array(lineOfCharacters(TAG_CHARACTERS_MAX)).max(TAGS_MAX).optional(),
    `a list of at most ${TAGS_MAX} tags of 1–${TAG_CHARACTERS_MAX} characters`,
    'words to find and pause jobs by',
  ),
  origin: optionalLine('who or what made the job'),
  delete_after_run: flag(false, 'the job is deleted after its run'),
  ttl_hours: optionalWhole({ min: 1, max: 876_000 }, 'the job is deleted when it is older than this'),
};

/** Who hears about a run. */
export const deliveryFields = {
  delivery_mode: requiredChoice(deliveryModes, 'announce tells about failures, announce-always about every end'),
  delivery_channel: optionalLine("channel of the message; the alias's, else telegram"),
  delivery_to: optionalLine('recipient, or @alias'),
  delivery_guarantee: choice(deliveryGuarantees, 'at-most-once', 'whether a run lost in a crash is started again'),
  delivery_opt_out_reason: optionalLine('why nobody is told about this job'),
};
