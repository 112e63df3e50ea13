const SAMPLE = 2048;

/**
 * Text that tells one image from another, short enough to be hashed for every request: the whole of a short string; of
 * a longer one its length and three samples (hashing 10 MB of base64 a second time would cost 50 ms).
 */
export function imageKey(image: string): string {
  if (image.length <= 4 * SAMPLE) return image;
  const middle = image.length >> 1;
  return `${image.length}:${image.slice(0, SAMPLE)}${image.slice(middle, middle + SAMPLE)}${image.slice(-SAMPLE)}`;
}

/**
 * True when there is no letter or digit in it, as in the `"..."` of TXCloud's guide: a stand-in for an image that is
 * always a good one, so that the guide's first call works whatever the seed.
 */
export function isPlaceholder(image: string): boolean {
  return !/[a-z0-9]/i.test(image);
}
