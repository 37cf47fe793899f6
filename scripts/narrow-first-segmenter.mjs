// Stands in the bundle wherever a package says Intl.Segmenter; all of them want clusters.
import { createSegmenter } from '../src/ui/text/narrow.ts';

export function NarrowFirstSegmenter() {
  return createSegmenter();
}
