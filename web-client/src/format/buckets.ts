/**
 * Every stretch of a period in its order. The platform leaves out those in which nothing happened; a chart that joined
 * what is left would show a slow fall where there was silence, and a mean over them would be too high.
 *
 * @param count of the stretches, each a whole number of minutes
 * @param quiet one in which nothing happened
 */
export function everyBucket<Bucket extends { readonly at: string }>(
  known: readonly Bucket[],
  { from, to }: { readonly from: string; readonly to: string },
  count: number,
  quiet: (at: string) => Bucket,
): Bucket[] {
  const fromMs = Date.parse(from);
  const lengthMs = (Date.parse(to) - fromMs) / count;
  const byPlace = new Map(
    known.map((bucket) => [Math.floor((Date.parse(bucket.at) - fromMs) / lengthMs), bucket]),
  );
  return Array.from(
    { length: count },
    (_, place) => byPlace.get(place) ?? quiet(new Date(fromMs + place * lengthMs).toISOString()),
  );
}
