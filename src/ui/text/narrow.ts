/**
 * Whether a text has only characters of one column that never join their neighbours: ASCII, Latin, punctuation, arrows,
 * rules and marks. Most of a screen is that, and asking ICU about the rest costs 35 ms the first time.
 */
export const isNarrow = (text: string): boolean => NARROW.test(text);

const CHARACTERS =
  ' -~\\u00a0-\\u00ac\\u00ae-\\u02ff\\u2010-\\u2027\\u2030-\\u205e\\u2190-\\u2319\\u23f4-\\u25fc\\u25ff-\\u2613\\u2706-\\u2709\\u270c-\\u2727\\u27c0-\\u2b1a';
const NARROW = new RegExp(`^[${CHARACTERS}]*$`);
/** Control characters join nobody either, but for CR with LF. */
const EACH_ALONE = new RegExp(`^[\\0-\\f\\x0e-\\x1f\\x7f${CHARACTERS}]*$`);

export type Segmenter = { segment(text: string): Segments };
type Segments = Pick<Intl.Segments, 'containing'> & Iterable<Intl.SegmentData>;

/** As Intl.Segmenter for clusters, which is made when a text comes whose characters may join. */
export function createSegmenter(): Segmenter {
  return { segment: (text) => (EACH_ALONE.test(text) ? eachAlone(text) : segmenterOfIcu().segment(text)) };
}

function eachAlone(input: string): Segments {
  const at = (index: number): Intl.SegmentData => ({ segment: input.charAt(index), index, input });
  return {
    containing: (index = 0) => (index >= 0 && index < input.length ? at(Math.trunc(index)) : undefined) as never,
    *[Symbol.iterator]() {
      for (let index = 0; index < input.length; index += 1) yield at(index);
    },
  };
}

let icu: Intl.Segmenter | undefined;

function segmenterOfIcu(): Intl.Segmenter {
  // Taken out of Intl this way round, because the bundle has this module's in the place of Intl.Segmenter.
  const { Segmenter } = Intl;
  icu ??= new Segmenter();
  return icu;
}
