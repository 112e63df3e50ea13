import { idOf } from '../../model/random.ts';

const SHORT = 64;
const SAMPLE = 2048;

/**
 * Text that tells one image from another, short enough to be kept: the image itself when it is short; of a longer one
 * its length and a hash, of three samples when it is long (hashing 10 MB of base64 once more would cost 50 ms). The key
 * of a key is that key.
 */
export function imageKey(image: string): string {
  if (image.length <= SHORT) return image;
  // Still nothing but dots.
  if (isPlaceholder(image)) return image.slice(0, SHORT);
  const middle = image.length >> 1;
  const sampled =
    image.length <= 4 * SAMPLE
      ? image
      : image.slice(0, SAMPLE) + image.slice(middle, middle + SAMPLE) + image.slice(-SAMPLE);
  return `${image.length}:${idOf('', sampled)}`;
}

/**
 * True when there is no letter or digit in it, as in the `"..."` of TXCloud's guide: a stand-in for an image that is
 * always a good one, so that the guide's first call works whatever the seed.
 */
export function isPlaceholder(image: string): boolean {
  return !/[a-z0-9]/i.test(image);
}
