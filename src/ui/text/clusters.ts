import { createSegmenter } from './narrow.ts';
import { clusterWidth } from './width.ts';

/**
 * Terminals add up the widths of characters, Ink takes that of the cluster they form. Where the two differ (conjuncts of
 * Indian scripts, joined emoji) the marks that join go, and if that is not enough, the characters that were joined.
 */
export const splitClusters = (text: string): string => {
  if (!MAY_FORM_CLUSTERS.test(text)) return text;
  let result = '';
  for (const { segment } of segmenter.segment(text)) result += agrees(segment) ? segment : split(segment);
  return result;
};

/** All that is outside Latin, punctuation, symbols, and the scripts of East Asia. */
const MAY_FORM_CLUSTERS = /[^\0-\u02ff\u2000-\u2bff\u3000-\u9fff\uac00-\ud7a3\uff00-\uffef]/u;

const agrees = (segment: string): boolean => {
  let sum = 0;
  for (const character of segment) sum += clusterWidth(character);
  return sum === clusterWidth(segment);
};

const split = (segment: string): string => {
  const bare = segment.replace(/\p{Mn}/gu, '');
  if ([...segmenter.segment(bare)].every((part) => agrees(part.segment))) return bare;
  return [...bare].map((character) => '\ufffd'.repeat(clusterWidth(character))).join('');
};

const segmenter = createSegmenter();
